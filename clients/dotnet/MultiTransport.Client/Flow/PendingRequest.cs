namespace MultiTransport.Client;

/// <summary>A request of ours without an answer yet.</summary>
internal sealed class PendingRequest(Requests owner, long correlation) : IOutcome
{
    private readonly TaskCompletionSource<ClientMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Correlation { get; } = correlation;

    public Task<ClientMessage> Task => _answer.Task;

    public Alarm? Timeout { get; set; }

    public OutgoingMessage? Message { get; set; }

    public static Task<ClientMessage> Failed(SessionException error)
    {
        var answer = new TaskCompletionSource<ClientMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        answer.SetException(error);
        _ = answer.Task.Exception; // looked at: it counts as observed
        return answer.Task;
    }

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
        owner.Remove(this);
        _answer.TrySetResult(message);
    }

    public void Fail(SessionException error)
    {
        owner.Remove(this);
        if (_answer.TrySetException(error))
        {
            _ = _answer.Task.Exception;
        }
    }
}
