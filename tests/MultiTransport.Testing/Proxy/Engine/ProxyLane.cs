using System.Collections.Immutable;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One direction of a proxied connection: everything that leaves in it goes through here, in order.</summary>
internal sealed class ProxyLane(TimeProvider time, CancellationToken life)
{
    private const long MostOnTheWay = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _tail = Task.CompletedTask;
    private Socket? _target;
    private ProxyFlow _flow;
    private bool _closed;
    private long? _cutAfter;
    private long _count;
    private long _onTheWay;

    /// <summary>How far and how narrow it is.</summary>
    public LaneWidth Width { get; set; } = LaneWidth.Ideal;

    /// <summary>What faults add to that.</summary>
    public ImmutableList<LaneWidth> Narrows { get; set; } = [];

    /// <summary>Called when the count of <see cref="CutAfter"/> is reached.</summary>
    public Action? Reached { get; set; }

    /// <summary>Called after bytes left.</summary>
    public Action<int>? Passed { get; set; }

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Total bytes of this direction after which it is cut.</summary>
    public long? CutAfter
    {
        get
        {
            lock (_gate)
            {
                return _cutAfter;
            }
        }

        set
        {
            bool now;
            lock (_gate)
            {
                _cutAfter = value;
                now = value <= _count;
            }

            if (now)
            {
                Reached?.Invoke();
            }
        }
    }

    public ProxyFlow Flow
    {
        get
        {
            lock (_gate)
            {
                return _flow;
            }
        }

        set
        {
            lock (_gate)
            {
                _flow = _closed ? ProxyFlow.Swallow : value;
                _changed.TrySetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Where bytes go from here on.</summary>
    public void Direct(Socket target)
    {
        lock (_gate)
        {
            _target = target;
            _tail = Task.CompletedTask;
        }
    }

    /// <summary>Nothing leaves any more, its end neither.</summary>
    public void Close()
    {
        CutAfter = null;
        lock (_gate)
        {
            _closed = true;
        }

        Flow = ProxyFlow.Swallow;
    }

    /// <summary>Completes when the bytes left; where there is a latency, when they are on their way.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var wait = Narrows.Aggregate(Width.Wait(), static (sum, narrow) => sum + narrow.Wait());
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        Socket target;
        lock (_gate)
        {
            target = _target ?? throw new ObjectDisposedException(nameof(ProxyLane));
            before = _tail;
            _tail = sent.Task;
        }

        _ = SendInTurnAsync(before, target, bytes, wait, sent);
        if (wait <= TimeSpan.Zero || Interlocked.Add(ref _onTheWay, bytes.Length) > MostOnTheWay)
        {
            await sent.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Passes the end of the stream on, once the direction flows and all bytes left.</summary>
    public async Task FinishAsync()
    {
        Task before;
        Socket? target;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            (before, target) = (_tail, _target);
        }

        await before.ConfigureAwait(false);
        await OpenAsync(swallowPasses: false).ConfigureAwait(false);
        target?.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Never faults: how it ended is told by <paramref name="sent"/>, since nobody may be waiting for it.</summary>
    private async Task SendInTurnAsync(Task before, Socket target, ReadOnlyMemory<byte> bytes, TimeSpan wait, TaskCompletionSource sent)
    {
        var start = time.GetTimestamp();
        try
        {
            await before.ConfigureAwait(false);
            if (wait > TimeSpan.Zero && wait - time.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, life).ConfigureAwait(false);
            }

            await SendAsync(target, bytes).ConfigureAwait(false);
            sent.SetResult();
        }
        catch (Exception error)
        {
            sent.SetException(error);
            _ = sent.Task.Exception; // seen: whoever writes next throws it too
        }
        finally
        {
            if (wait > TimeSpan.Zero)
            {
                Interlocked.Add(ref _onTheWay, -bytes.Length);
            }
        }
    }

    private async Task SendAsync(Socket target, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty && await OpenAsync(swallowPasses: true).ConfigureAwait(false) != ProxyFlow.Swallow)
        {
            var slice = await PaceAsync(bytes).ConfigureAwait(false);
            var sent = slice.IsEmpty ? 0 : await target.SendAsync(slice, life).ConfigureAwait(false);
            bytes = bytes[sent..];
            var count = Interlocked.Add(ref _count, sent);
            Passed?.Invoke(sent);
            if (count >= CutAfter)
            {
                Reached?.Invoke();
                return;
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> PaceAsync(ReadOnlyMemory<byte> bytes)
    {
        var most = CutAfter is { } cut ? Math.Max(0, cut - Count) : long.MaxValue;
        if (Narrows.Select(static narrow => narrow.BytesPerSecond).Append(Width.BytesPerSecond).Min() is { } rate)
        {
            most = Math.Min(most, Math.Max(1, rate / 20));
            await Task.Delay(TimeSpan.FromSeconds((double)Math.Min(most, bytes.Length) / rate), time, life).ConfigureAwait(false);
        }

        return bytes[..(int)Math.Min(most, bytes.Length)];
    }

    private async Task<ProxyFlow> OpenAsync(bool swallowPasses)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_flow == ProxyFlow.Forward || (_flow == ProxyFlow.Swallow && swallowPasses))
                {
                    return _flow;
                }

                wait = _changed.Task;
            }

            await wait.WaitAsync(life).ConfigureAwait(false);
        }
    }
}
