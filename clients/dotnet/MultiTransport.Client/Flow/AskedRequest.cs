namespace MultiTransport.Client;

/// <summary>A request of the application; it has a task.</summary>
internal sealed class AskedRequest(Requests owner, long correlation) : PendingRequest(owner, correlation)
{
    private readonly TaskCompletionSource<ClientMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ClientMessage> Task => _answer.Task;

    public override bool IsOfApplication => true;

    public static Task<ClientMessage> Refused(SessionException error)
    {
        var answer = new TaskCompletionSource<ClientMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        answer.SetException(error);
        _ = answer.Task.Exception; // looked at: it counts as observed
        return answer.Task;
    }

    protected override void Answered(ClientMessage message) => _answer.TrySetResult(message);

    protected override void Failed(SessionException error)
    {
        if (_answer.TrySetException(error))
        {
            _ = _answer.Task.Exception;
        }
    }
}
