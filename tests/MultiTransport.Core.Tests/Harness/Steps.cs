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

    public void Finish() => _waiting.Dequeue().SetResult();

    public void Fail(Exception fault) => _waiting.Dequeue().SetException(fault);
}
