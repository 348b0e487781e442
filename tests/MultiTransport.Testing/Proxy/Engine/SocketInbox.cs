using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>
/// Reads a socket all the time, so that its end is seen while nobody wants bytes; what nobody takes is back-pressure after 64 KiB.
/// </summary>
#pragma warning disable CA1001 // the pump disposes what it needs
internal sealed class SocketInbox
#pragma warning restore CA1001
{
    private const int LongestHead = 64 * 1024;
    private const int Piece = 16 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 2 * LongestHead, resumeWriterThreshold: LongestHead, useSynchronizationContext: false));
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop;
    private ReadOnlySequence<byte> _peeked;
    private long _unread;

    public SocketInbox(Socket socket, CancellationToken life)
    {
        _socket = socket;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(life);
        Ended = PumpAsync(_stop.Token);
    }

    /// <summary>How the other side ended it.</summary>
    public Task<CutKind> Ended { get; }

    /// <summary>True where everything that will ever come was taken.</summary>
    public bool IsDrained => Ended.IsCompleted && Interlocked.Read(ref _unread) == 0;

    /// <summary>Some bytes, which stay until <see cref="Consume"/>; none at FIN.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken token)
    {
        var result = await _pipe.Reader.ReadAsync(token).ConfigureAwait(false);
        _peeked = result.Buffer;
        if (_peeked.IsEmpty)
        {
            Consume(0);
            await ThrowIfResetAsync().ConfigureAwait(false);
            return default;
        }

        return _peeked.Slice(0, Math.Min(Piece, _peeked.Length)).ToArray();
    }

    public void Consume(int count)
    {
        Interlocked.Add(ref _unread, -count);
        _pipe.Reader.AdvanceTo(_peeked.GetPosition(count));
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken token)
    {
        var bytes = await PeekAsync(token).ConfigureAwait(false);
        if (!bytes.IsEmpty)
        {
            Consume(bytes.Length);
        }

        return bytes;
    }

    /// <summary>The next head; null at FIN, and where no HTTP/1.1 comes (then the bytes are still there).</summary>
    public async ValueTask<HttpHead?> ReadHeadAsync(CancellationToken token)
    {
        while (true)
        {
            var result = await _pipe.Reader.ReadAsync(token).ConfigureAwait(false);
            _peeked = result.Buffer;
            var bytes = _peeked.Slice(0, Math.Min(LongestHead, _peeked.Length)).ToArray();
            var length = HttpHead.Length(bytes);
            if (length > 0)
            {
                Consume(length);
                return HttpHead.Parse(bytes.AsSpan(0, length));
            }

            if (bytes.Length == LongestHead || (bytes.Length > 0 && (result.IsCompleted || !char.IsAsciiLetterUpper((char)bytes[0]))))
            {
                Consume(0);
                return null;
            }

            if (result.IsCompleted)
            {
                Consume(0);
                await ThrowIfResetAsync().ConfigureAwait(false);
                return null;
            }

            _pipe.Reader.AdvanceTo(_peeked.Start, _peeked.End);
        }
    }

    /// <summary>Ends the reading, as if the other side had reset it.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // ended already
        }
    }

    /// <summary>Takes and throws away until the end.</summary>
    public async Task DiscardAsync(CancellationToken token)
    {
        while (!(await ReadAsync(token).ConfigureAwait(false)).IsEmpty)
        {
        }
    }

    private async Task ThrowIfResetAsync()
    {
        if (await Ended.ConfigureAwait(false) == CutKind.Reset)
        {
            throw new CutException(CutKind.Reset);
        }
    }

    private async Task<CutKind> PumpAsync(CancellationToken life)
    {
        await Task.Yield();
        var end = CutKind.Reset;
        try
        {
            while (await _socket.ReceiveAsync(_pipe.Writer.GetMemory(Piece), life).ConfigureAwait(false) is > 0 and var count)
            {
                Interlocked.Add(ref _unread, count);
                _pipe.Writer.Advance(count);
                await _pipe.Writer.FlushAsync(life).ConfigureAwait(false);
            }

            end = CutKind.Finish;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // reset, by the other side or by us
        }

        _stop.Dispose();
        await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        return end;
    }
}
