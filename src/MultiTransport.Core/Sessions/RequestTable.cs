namespace MultiTransport;

/// <summary>The server's requests that the client has not answered yet; guarded by the session's lock.</summary>
internal sealed class RequestTable
{
    private readonly Dictionary<long, TaskCompletionSource<Message>> _pending = [];
    private long _last;

    public int Count => _pending.Count;

    public Task<Message> Add(out long correlation)
    {
        correlation = ++_last;
        var source = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending.Add(correlation, source);
        return source.Task;
    }

    public TaskCompletionSource<Message>? Remove(long correlation) =>
        _pending.Remove(correlation, out var source) ? source : null;

    public void FailAll(Exception reason)
    {
        foreach (var source in _pending.Values)
        {
            source.TrySetException(reason);
        }

        _pending.Clear();
    }
}
