using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One direction of a proxied connection: everything that leaves in it goes through here, in order.</summary>
internal sealed class ProxyLane(Socket target, TimeProvider time, CancellationToken life) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProxyFlow flow;
    private long? cutAfter;
    private long count;

    public TimeSpan Delay { get; set; }

    public long? BytesPerSecond { get; set; }

    /// <summary>Called when the count of <see cref="CutAfter"/> is reached.</summary>
    public Action? Reached { get; set; }

    public long Count => Interlocked.Read(ref count);

    /// <summary>Total bytes of this direction after which it is cut.</summary>
    public long? CutAfter
    {
        get
        {
            lock (gate)
            {
                return cutAfter;
            }
        }

        set
        {
            bool now;
            lock (gate)
            {
                cutAfter = value;
                now = value <= count;
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
            lock (gate)
            {
                return flow;
            }
        }

        set
        {
            lock (gate)
            {
                flow = value;
                changed.TrySetResult();
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await writing.WaitAsync(life).ConfigureAwait(false);
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
                if (Interlocked.Add(ref count, sent) >= CutAfter)
                {
                    Reached?.Invoke();
                    return;
                }
            }
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Passes the end of the stream on, once the direction flows.</summary>
    public async Task FinishAsync()
    {
        await OpenAsync(swallowPasses: false).ConfigureAwait(false);
        target.Shutdown(SocketShutdown.Send);
    }

    public void Dispose() => writing.Dispose();

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
            lock (gate)
            {
                if (flow == ProxyFlow.Forward || (flow == ProxyFlow.Swallow && swallowPasses))
                {
                    return flow;
                }

                wait = changed.Task;
            }

            await wait.WaitAsync(life).ConfigureAwait(false);
        }
    }
}
