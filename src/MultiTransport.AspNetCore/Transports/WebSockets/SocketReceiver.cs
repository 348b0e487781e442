using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>Receives whole WebSocket messages. While nothing comes no buffer is held: a zero-byte receive waits, then one is rented.</summary>
internal sealed class SocketReceiver(WebSocket socket, int limit, ByteBudget budget) : IDisposable
{
    private const int FirstBuffer = 4096;

    private byte[]? _buffer;
    private int _length;

    public ReadOnlySpan<byte> Message => _buffer.AsSpan(0, _length);

    /// <summary>Receives one message; a peer that is gone is a close.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SocketReceipt> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReceiveWholeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (SocketClosing.IsGone(gone))
        {
            return SocketReceipt.Close;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            budget.Return(_buffer.Length);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    private static SocketReceipt Receipt(WebSocketMessageType type) =>
        type == WebSocketMessageType.Text ? SocketReceipt.Text : SocketReceipt.Binary;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SocketReceipt> ReceiveWholeAsync(CancellationToken cancellationToken)
    {
        _length = 0;
        var waiting = socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (!waiting.IsCompleted)
        {
            Dispose();
        }

        var first = await waiting.ConfigureAwait(false);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return SocketReceipt.Close;
        }

        // A zero-byte receive takes an empty message whole.
        if (first.EndOfMessage)
        {
            return Receipt(first.MessageType);
        }

        while (true)
        {
            if (_buffer is null || _buffer.Length == _length)
            {
                if (_length > limit)
                {
                    return SocketReceipt.TooLarge;
                }

                Grow();
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return SocketReceipt.Close;
            }

            _length += part.Count;
            if (_length > limit)
            {
                return SocketReceipt.TooLarge;
            }

            if (part.EndOfMessage)
            {
                return Receipt(part.MessageType);
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, 2 * _length));
        Message.CopyTo(larger);
        Dispose();
        _buffer = larger;
        budget.Rent(larger.Length);
    }
}
