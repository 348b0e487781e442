namespace MultiTransport;

/// <summary>One session on its way out.</summary>
internal sealed class Departure(Session session, TimeSpan turn, TimeSpan cutAt)
{
    public Session Session { get; } = session;

    /// <summary>When it is asked to go, from the start of the drain.</summary>
    public TimeSpan Turn { get; } = turn;

    /// <summary>When it goes whatever it still has to acknowledge.</summary>
    public TimeSpan CutAt { get; } = cutAt;

    /// <summary>The number of the last connection that a polling client had when its next poll was made to tell it; null before.</summary>
    public long? ToldAfter { get; set; }
}
