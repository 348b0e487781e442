using System.Threading.Tasks.Sources;

namespace MultiTransport;

/// <content>Waiting until there is something to read, and being woken.</content>
internal sealed partial class BusReader : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _waiter;
    private bool _isWaiting;

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        lock (_bus.Gate)
        {
            ReleaseHeld();
            if (IsReadable)
            {
                return ValueTask.FromResult(true);
            }

            if (_isCompleted)
            {
                return ValueTask.FromResult(false);
            }

            _waiter.Reset();
            _isWaiting = true;
            return new ValueTask<bool>(this, _waiter.Version);
        }
    }

    /// <summary>Lets a waiting reader go on although there may be nothing to read. Without the gate.</summary>
    public void ReleaseWait()
    {
        bool wake;
        lock (_bus.Gate)
        {
            _released = true;
            wake = TryTakeWaiter();
        }

        if (wake)
        {
            Wake(inline: false);
        }
    }

    /// <summary>Completes the wait that <see cref="TryTakeWaiter"/> took. Without the gate.</summary>
    public void Wake(bool inline)
    {
        _waiter.RunContinuationsAsynchronously = !inline;
        _waiter.SetResult(true);
    }

    /// <summary>Whether somebody waits and can go on; then the caller must <see cref="Wake"/>. With the gate.</summary>
    public bool TryTakeWaiter()
    {
        if (!_isWaiting || !IsReadable)
        {
            return false;
        }

        _isWaiting = false;
        return true;
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _waiter.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);
}
