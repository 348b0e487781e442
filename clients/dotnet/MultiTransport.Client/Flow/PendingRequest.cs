namespace MultiTransport.Client;

/// <summary>A request of ours without an answer yet. What becomes of it is told once, inside a turn.</summary>
internal abstract class PendingRequest(Requests owner, long correlation) : IOutcome
{
    private bool _isOver;

    public long Correlation { get; } = correlation;

    /// <summary>Whether the application asks: so many of those may be unanswered.</summary>
    public abstract bool IsOfApplication { get; }

    public Alarm? Timeout { get; set; }

    public OutgoingMessage? Message { get; set; }

    /// <summary>That it was handled is no answer yet; that it was not is the end.</summary>
    public void Settle(SessionException? error)
    {
        if (error is not null)
        {
            Fail(error);
        }
    }

    public void Answer(ClientMessage message)
    {
        if (End())
        {
            Answered(message);
        }
    }

    public void Fail(SessionException error)
    {
        if (End())
        {
            Failed(error);
        }
    }

    protected abstract void Answered(ClientMessage message);

    protected abstract void Failed(SessionException error);

    private bool End()
    {
        owner.Remove(this);
        var isFirst = !_isOver;
        _isOver = true;
        return isFirst;
    }
}
