using System.IO.Pipelines;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>Counts the bytes that are written to a pipe.</summary>
internal sealed class CountingWriter(PipeWriter inner, CountingReader reader, CountingReader? socket) : PipeWriter
{
    private Memory<byte> _memory;
    private IByteObserver? _observer;
    private long _written;
    private long _consumedBefore;
    private long _receivedBefore;

    /// <summary>The bytes written so far; from another thread, as of a moment ago.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>What had been consumed of the other direction when something was last written. In HTTP/1.1, all after it belongs to the next request.</summary>
    public long ConsumedBefore => Volatile.Read(ref _consumedBefore);

    /// <summary>What had been consumed of the socket then, where this is not the socket's own layer.</summary>
    public long ReceivedBefore => Volatile.Read(ref _receivedBefore);

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Is shown what is written, for as long as it is set.</summary>
    public IWireCapture? Capture { get; set; }

    private bool IsWatched => _observer is not null || Capture is not null;

    /// <summary>Sees what is written, before it is flushed.</summary>
    public void Observe(IByteObserver observer) => _observer = observer;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var memory = inner.GetMemory(sizeHint);
        if (IsWatched)
        {
            _memory = memory;
        }

        return memory;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => IsWatched ? GetMemory(sizeHint).Span : inner.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (IsWatched)
        {
            var taken = _memory[..Math.Min(bytes, _memory.Length)];
            _memory = _memory[taken.Length..];
            Feed(taken.Span);
        }

        Count(bytes);
        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (IsWatched)
        {
            Feed(source.Span);
        }

        Count(source.Length);
        return inner.WriteAsync(source, cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private void Count(int bytes)
    {
        _consumedBefore = reader.Consumed;
        if (socket is not null)
        {
            _receivedBefore = socket.Consumed;
        }

        _written += bytes;
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        Capture?.Sent(bytes);
        if (_observer?.Feed(bytes) == false)
        {
            _observer = null;
        }

        if (!IsWatched)
        {
            _memory = default;
        }
    }
}
