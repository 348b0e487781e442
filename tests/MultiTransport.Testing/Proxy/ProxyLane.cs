using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One direction of a proxied connection: everything that leaves in it goes through here, in order.</summary>
internal sealed class ProxyLane(Socket target, TimeProvider time, CancellationToken life) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProxyFlow _flow;
    private long? _cutAfter;
    private long _count;

    public TimeSpan Delay { get; set; }

    public long? BytesPerSecond { get; set; }

    /// <summary>Called when the count of <see cref="CutAfter"/> is reached.</summary>
    public Action? Reached { get; set; }

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
                _flow = value;
                _changed.TrySetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync(life).ConfigureAwait(false);
        try
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, time, life).ConfigureAwait(false);
            }

            while (!bytes.IsEmpty)
            {
                if (await OpenAsync(swallowPasses: true).ConfigureAwait(false) == ProxyFlow.Swallow)
                {
                    return;
                }

                var slice = await PaceAsync(bytes).ConfigureAwait(false);
                var sent = slice.IsEmpty ? 0 : await target.SendAsync(slice, life).ConfigureAwait(false);
                bytes = bytes[sent..];
                if (Interlocked.Add(ref _count, sent) >= CutAfter)
                {
                    Reached?.Invoke();
                    return;
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Passes the end of the stream on, once the direction flows.</summary>
    public async Task FinishAsync()
    {
        await OpenAsync(swallowPasses: false).ConfigureAwait(false);
        target.Shutdown(SocketShutdown.Send);
    }

    public void Dispose() => _writing.Dispose();

    private async Task<ReadOnlyMemory<byte>> PaceAsync(ReadOnlyMemory<byte> bytes)
    {
        var most = CutAfter is { } cut ? Math.Max(0, cut - Count) : long.MaxValue;
        if (BytesPerSecond is { } rate)
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
