namespace MultiTransport.Server.Api.Topics;

/// <summary>A piece of a topic's history, oldest message first.</summary>
/// <param name="Epoch">Names the store that counts.</param>
/// <param name="First">The oldest message that is kept.</param>
/// <param name="Last">The newest one.</param>
/// <param name="Messages">The messages.</param>
/// <param name="More">Whether there are others in the direction that was asked for.</param>
internal sealed record HistoryAnswer(string Epoch, long First, long Last, IReadOnlyList<HistoryMessage> Messages, bool More)
{
    public static HistoryAnswer Of(TopicHistoryPage page) => new(page.Epoch, page.First, page.Last, [.. page.Messages.Select(HistoryMessage.Of)], page.HasMore);
}
