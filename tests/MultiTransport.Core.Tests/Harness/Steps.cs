namespace MultiTransport.Core.Tests;

/// <summary>Lets a test finish the handler's calls one by one; a continuation runs on the thread that finishes.</summary>
internal sealed class Steps
{
    private readonly Queue<TaskCompletionSource> _waiting = new();

    public int Waiting => _waiting.Count;

    public ValueTask WaitAsync()
    {
        var source = new TaskCompletionSource();
        _waiting.Enqueue(source);
        return new ValueTask(source.Task);
    }

    public void Finish() => Complete(static source => source.SetResult());

    public void Fail(Exception fault) => Complete(source => source.SetException(fault));

    /// <summary>A continuation runs inline only where there is no synchronization context, and the test runner sets one.</summary>
    private void Complete(Action<TaskCompletionSource> complete)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            complete(_waiting.Dequeue());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
