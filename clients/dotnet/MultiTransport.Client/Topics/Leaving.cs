namespace MultiTransport.Client;

/// <summary>A subscription that the server has yet to end: its messages still come, and nobody wants them. One of the same topic that follows waits.</summary>
internal sealed class Leaving(Subscription left, BackOff backOff)
{
    private readonly SendOutcome _done = new();

    public Subscription Left { get; } = left;

    public BackOff BackOff { get; } = backOff;

    /// <summary>Completes when the server has heard it.</summary>
    public Task Done => _done.Task;

    /// <summary>The question that is not answered yet.</summary>
    public PendingOperation? Asked { get; set; }

    /// <summary>When the server is told once more.</summary>
    public Alarm? Again { get; set; }

    public void End()
    {
        Again?.Dispose();
        _done.Settle(null);
    }
}
