namespace MultiTransport.Client;

/// <summary>Subscriptions that the application has left, until the server has heard it. Only inside turns.</summary>
internal sealed class Departures(SessionCore core, SubscriptionTable table)
{
    private readonly Dictionary<string, Leaving> _leaving = new(StringComparer.Ordinal);

    /// <summary>Whether the server has yet to hear that one of this topic is over: one that follows waits.</summary>
    public bool Has(string topic) => _leaving.ContainsKey(topic);

    /// <summary>Tells the server; the task completes when it has heard it.</summary>
    public Task Begin(Subscription left)
    {
        var leaving = new Leaving(left, new BackOff(core.Settings.Random));
        leaving.Again = core.Alarms.New(() => Tell(leaving));
        _leaving.Add(left.Topic, leaving);
        Tell(leaving);
        return leaving.Done;
    }

    /// <summary>Completes when the server has heard that there is none of this topic any more.</summary>
    public Task Of(string topic) => _leaving.TryGetValue(topic, out var leaving) ? leaving.Done : Task.CompletedTask;

    /// <summary>Numbers of the session are lost, and answers may have been among them.</summary>
    public void AnswersMayBeLost()
    {
        foreach (var leaving in _leaving.Values.Where(static one => one.Asked?.Message is { WrittenAt: not 0 }))
        {
            Tell(leaving);
        }
    }

    /// <summary>There is nobody to tell any more.</summary>
    public void End()
    {
        foreach (var leaving in _leaving.Values)
        {
            leaving.End();
        }

        _leaving.Clear();
    }

    private void Tell(Leaving leaving)
    {
        PendingOperation? asked = null;
        asked = leaving.Asked = TopicOperations.New(
            core, TopicOperations.EndOf(leaving.Left.Topic), _ => Heard(leaving, asked, null), error => Heard(leaving, asked, error));
        core.Outbox.Add(asked.Message!);
    }

    private void Heard(Leaving leaving, PendingOperation? asked, SessionException? error)
    {
        if (leaving.Asked != asked || _leaving.GetValueOrDefault(leaving.Left.Topic) != leaving)
        {
            return;
        }

        leaving.Asked = null;
        if (error is not null && TopicFault.IsTransient(error))
        {
            leaving.Again!.Set(leaving.BackOff.Next());
            return;
        }

        _leaving.Remove(leaving.Left.Topic);
        leaving.End();
        table.Left(leaving.Left);
    }
}
