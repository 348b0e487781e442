namespace MultiTransport.Client.Tests;

/// <summary>A stream that tells when its reader has taken so many bytes and asks for more: what they meant has been done by then.</summary>
public sealed class WatchedStream(Stream inner) : Stream
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _taken;
    private long _awaited;
    private long _read;
    private bool _isAsking;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public Task TakenAsync(long bytes)
    {
        lock (_gate)
        {
            if (_isAsking && _read >= bytes)
            {
                return Task.CompletedTask;
            }

            _awaited = bytes;
            _taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _taken.Task;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _isAsking = true;
            if (_read >= _awaited)
            {
                _taken?.TrySetResult();
            }
        }

        var count = await inner.ReadAsync(buffer, cancellationToken);
        lock (_gate)
        {
            _read += count;
            _isAsking = false;
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
