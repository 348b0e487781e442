namespace MultiTransport.Client;

/// <summary>The task of a send. One that fails unawaited is nobody's unobserved exception.</summary>
internal sealed class SendOutcome : IOutcome
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    /// <summary>A task that failed already.</summary>
    public static Task Failed(SessionException error)
    {
        var outcome = new SendOutcome();
        outcome.Settle(error);
        return outcome.Task;
    }

    public void Settle(SessionException? error)
    {
        if (error is null)
        {
            _done.TrySetResult();
        }
        else if (_done.TrySetException(error))
        {
            _ = _done.Task.Exception; // looked at: it counts as observed
        }
    }
}
