namespace MultiTransport.Server.Api.Publishing;

/// <summary>Tells what became of the parts, message by message.</summary>
internal static class PublishResults
{
    public static IReadOnlyList<PublishResult> Of(List<PublishItem> items, PublishOutcome?[] done, bool[] repeated)
    {
        var results = new List<PublishResult>();
        var parts = new List<PublishResult>();
        for (var part = 0; part < items.Count; part++)
        {
            var item = items[part];
            var outcome = done[part].GetValueOrDefault();
            var result = item.Topic is null
                ? new PublishResult { Sessions = outcome.Sessions, Repeated = repeated[part] }
                : new PublishResult { Topic = item.Topic, Epoch = outcome.Position.Epoch, Position = outcome.Position.Number, Repeated = repeated[part] || outcome.IsRepetition };
            if (!item.IsOneOfSeveral)
            {
                results.Add(result);
                continue;
            }

            parts.Add(result);
            if (part + 1 == items.Count || items[part + 1].Place != item.Place)
            {
                results.Add(new PublishResult { Topics = [.. parts] });
                parts.Clear();
            }
        }

        return results;
    }
}
