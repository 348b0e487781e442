namespace MultiTransport.AspNetCore;

/// <summary>One WebSocket's place among those that have not attached yet.</summary>
internal sealed class PendingAttach(PendingAttaches owner, string address, long deadline) : IDisposable
{
    private readonly TaskCompletionSource _expired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whom it counts for.</summary>
    public string Address { get; } = address;

    public long Deadline { get; } = deadline;

    /// <summary>Completes where the deadline came first.</summary>
    public Task Expired => _expired.Task;

    /// <summary>Gives the place back; false where the deadline came first.</summary>
    public bool TryLeave() => owner.Leave(this);

    public void Expire()
    {
        if (TryLeave())
        {
            _expired.SetResult();
        }
    }

    public void Dispose() => TryLeave();
}
