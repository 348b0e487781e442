using System.IO.Pipelines;

namespace MultiTransport.Server.Lab.Network;

/// <summary>What a WebSocket reads from and writes to: its connection, at the other end of the viewer's network.</summary>
internal sealed class SimulatedStream : Stream
{
    private const int MaxRead = 4 * 1024;

    private readonly Pipe _arrived = new();
    private readonly Stream _arriving;
    private readonly Stream _real;
    private readonly Passage _passage;
    private readonly Line _up;
    private readonly Line _down;
    private readonly Task _carriedUp;
    private readonly Task _carriedDown;
    private readonly CancellationTokenSource _isOver;

    public SimulatedStream(Stream real, Passage passage)
    {
        (_real, _passage) = (real, passage);
        _isOver = CancellationTokenSource.CreateLinkedTokenSource(passage.Aborted);
        _arriving = _arrived.Reader.AsStream();
        _up = new Line(passage, static conditions => conditions.SwallowsUp, ArriveAsync);
        _down = new Line(passage, static conditions => conditions.SwallowsDown, DeliverAsync);
        _carriedUp = Task.WhenAll(TakeAsync(), CarryUpAsync());
        _carriedDown = _down.RunAsync();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
        // Everything leaves as it is written.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _arriving.ReadAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _down.SendAsync(buffer);

    /// <summary>The application has written all. Completes when that has arrived.</summary>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public async Task EndAsync()
    {
        _down.End();
        try
        {
            await _carriedDown.ConfigureAwait(false);
        }
        finally
        {
            // Nothing may read from a connection whose request is over.
            await _arrived.Reader.CompleteAsync().ConfigureAwait(false);
            await _isOver.CancelAsync().ConfigureAwait(false);
            await _carriedUp.ConfigureAwait(false);
            _isOver.Dispose();
        }
    }

    private async Task TakeAsync()
    {
        var buffer = new byte[MaxRead];
        try
        {
            while (await _real.ReadAsync(buffer, _isOver.Token).ConfigureAwait(false) is > 0 and var count)
            {
                _passage.Touch();
                await _up.SendAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // Cut, or over.
        }
        finally
        {
            _up.End();
        }
    }

    private async Task CarryUpAsync()
    {
        try
        {
            await _up.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Cut.
        }
        finally
        {
            await _arrived.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask ArriveAsync(ReadOnlyMemory<byte> bytes) => await _arrived.Writer.WriteAsync(bytes, _passage.Aborted).ConfigureAwait(false);

    private async ValueTask DeliverAsync(ReadOnlyMemory<byte> bytes) => await _real.WriteAsync(bytes, _passage.Aborted).ConfigureAwait(false);
}
