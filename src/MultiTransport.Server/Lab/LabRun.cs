namespace MultiTransport.Server.Lab;

/// <summary>
/// Publishes one message after the other to all sessions, at instants that were fixed before, whatever happened to those before it. Of each interval every
/// session has its own part, the order turning: handed over in one moment, they would wait for one another in the browser, and the last would look several
/// times slower than alone. Each is stamped with the moment at which it was handed over; how late that was is told apart.
/// </summary>
internal sealed class LabRun(LabOrder order, byte number, IReadOnlyList<LabMember> members, TimeProvider time, long start) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _sent;
    private double _late;
    private volatile bool _isOver;
    private bool _isDisposed;

    public byte Number => number;

    public LabOrder Order => order;

    /// <summary>Payload bytes a second that it was granted.</summary>
    public long BytesPerSecond { get; } = order.BytesPerSecond(members.Count);

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>In milliseconds.</summary>
    public double Late => Volatile.Read(ref _late);

    public bool IsOver => _isOver;

    private TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Completes when all was published, the time is over, or somebody stopped it.</summary>
    public async Task RunAsync()
    {
        var stop = _stop.Token;
        try
        {
            if (order.GoesDown)
            {
                await PublishAsync(stop).ConfigureAwait(false);
            }

            await UntilAsync(TimeSpan.FromSeconds(order.Seconds), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        finally
        {
            _isOver = true;
        }
    }

    /// <summary>Stops it, if it still runs.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _isOver = true;
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private async Task PublishAsync(CancellationToken stop)
    {
        var payload = LabStamp.NewPayload(order.Size, order.IsBinary);
        var kind = order.IsBinary ? MessageKind.Binary : MessageKind.Text;
        for (var index = 1; index <= order.Count; index++)
        {
            for (var turn = 1; turn <= members.Count; turn++)
            {
                var due = TimeSpan.FromSeconds((index - 1 + ((double)turn / members.Count)) / order.Rate);
                await UntilAsync(due, stop).ConfigureAwait(false);
                var now = Elapsed;
                _late = Math.Max(_late, (now - due).TotalMilliseconds);
                LabStamp.Write(payload, number, index, (uint)now.TotalMicroseconds);
                _sent = turn == members.Count ? index : index - 1; // who has the last one may ask at once
                members[(index + turn) % members.Count].Send(new SharedMessage(new Message(kind, payload)));
            }
        }
    }

    private async Task UntilAsync(TimeSpan instant, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        for (var left = instant - Elapsed; left > TimeSpan.Zero; left = instant - Elapsed)
        {
            await Task.Delay(left, time, stop).ConfigureAwait(false);
        }
    }
}
