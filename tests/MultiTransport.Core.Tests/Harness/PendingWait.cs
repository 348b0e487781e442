namespace MultiTransport.Core.Tests;

/// <summary>A reader's wait, to be looked at without being awaited: it completes inside the call that wakes it.</summary>
internal sealed class PendingWait(ValueTask<bool> wait)
{
    public bool IsCompleted => wait.IsCompleted;

    /// <summary>Runs an action when it completes, on the thread that the reader's waker chooses.</summary>
    public void OnCompleted(Action action) => wait.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(action);
}
