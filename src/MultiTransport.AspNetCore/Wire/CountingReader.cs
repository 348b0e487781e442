using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>
/// Counts the bytes that are consumed from a pipe. Only what is consumed: bytes that were read ahead belong to whoever comes next.
/// </summary>
/// <remarks>A read that waits is passed on through this object and not through an async method, which would allocate its state machine.</remarks>
internal sealed class CountingReader : PipeReader, IValueTaskSource<ReadResult>
{
    private readonly PipeReader _inner;
    private readonly Action _onRead;
    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter _pending;
    private ReadOnlySequence<byte> _buffer;
    private long _consumed;
    private long _unread;
    private IWireCapture? _capture;
    private bool _isUnreadShown = true;

    public CountingReader(PipeReader inner)
    {
        _inner = inner;
        _onRead = OnRead;
    }

    /// <summary>The bytes consumed so far; from another thread, as of a moment ago.</summary>
    public long Consumed => Volatile.Read(ref _consumed);

    /// <summary>Sees what is read, before the reader does.</summary>
    public IByteObserver? Observer { get; set; }

    /// <summary>Is shown what nobody has consumed yet, and what is read from then on, for as long as it is set.</summary>
    public IWireCapture? Capture
    {
        get => _capture;
        set
        {
            _capture = value;
            _isUnreadShown = value is null;
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_inner.TryRead(out result))
        {
            return false;
        }

        Take(result.Buffer);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Watch(_inner.ReadAsync(cancellationToken));

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Count(consumed);
        _inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _inner.CompleteAsync(exception);

    /// <summary>Counts what was read and never consumed, when nobody reads any more: it came over the wire all the same.</summary>
    public void CountUnread()
    {
        _consumed += _unread;
        _unread = 0;
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        Watch(_inner.ReadAtLeastAsync(minimumSize, cancellationToken));

    private ValueTask<ReadResult> Watch(ValueTask<ReadResult> read)
    {
        if (read.IsCompletedSuccessfully)
        {
            var result = read.Result;
            Take(result.Buffer);
            return new ValueTask<ReadResult>(result);
        }

        _source.Reset();
        _pending = read.ConfigureAwait(false).GetAwaiter();
        var waiting = new ValueTask<ReadResult>(this, _source.Version);
        _pending.UnsafeOnCompleted(_onRead);
        return waiting;
    }

    private void OnRead()
    {
        ReadResult result;
        try
        {
            var pending = _pending;
            _pending = default;
            result = pending.GetResult();
        }
        catch (Exception fault)
        {
            _source.SetException(fault);
            return;
        }

        Take(result.Buffer);
        _source.SetResult(result);
    }

    /// <summary>Whoever reads may act on the bytes before it says how many it consumed, so they are looked at here: all but those that were there last time.</summary>
    private void Take(in ReadOnlySequence<byte> buffer)
    {
        var seen = _unread;
        _buffer = buffer;
        _unread = buffer.Length;
        if (!_isUnreadShown)
        {
            _isUnreadShown = true;
            Show(buffer.Slice(0, seen));
        }

        if (Observer is not null || Capture is not null)
        {
            Observe(buffer.Slice(seen));
        }
    }

    private void Show(in ReadOnlySequence<byte> unread)
    {
        foreach (var piece in unread)
        {
            Capture?.Received(piece.Span);
        }
    }

    private void Observe(in ReadOnlySequence<byte> fresh)
    {
        foreach (var piece in fresh)
        {
            Capture?.Received(piece.Span);
            if (Observer is { } observer && !observer.Feed(piece.Span))
            {
                Observer = null;
            }
        }
    }

    private static long LengthTo(SequencePosition position, in ReadOnlySequence<byte> buffer)
    {
        // In one segment, as nearly always, indices tell. Their highest bits are the sequence's own marks.
        var start = buffer.Start;
        return position.GetObject() switch
        {
            null => 0,
            var segment when segment == start.GetObject() => (position.GetInteger() & int.MaxValue) - (start.GetInteger() & int.MaxValue),
            _ => buffer.Slice(start, position).Length,
        };
    }

    private void Count(SequencePosition position)
    {
        var buffer = _buffer;
        _buffer = default;
        var length = LengthTo(position, buffer);
        _unread -= length;
        _consumed += length;
    }
}
