using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>Writes what the bus has ready as one WebSocket message of several frames; a long message goes fragment by fragment.</summary>
internal sealed class FrameSender(WebSocket socket, Connection connection, TimeProvider time, WireAccount? wire)
{
    private const int MaxBatch = 16 * 1024;

    private byte[]? _batch;
    private int _length;

    /// <summary>Runs until the close has been written or the socket is gone; the close's code.</summary>
    public async Task<CloseCode> RunAsync()
    {
        try
        {
            while (await connection.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                if (await DrainAsync().ConfigureAwait(false) is var closed and not CloseCode.None)
                {
                    await SocketClosing.CloseAsync(socket, SocketClosing.StatusOf(closed), closed.Name(), CancellationToken.None).ConfigureAwait(false);
                    return closed;
                }
            }

            return CloseCode.None;
        }
        catch (Exception gone) when (SocketClosing.IsGone(gone))
        {
            return CloseCode.None;
        }
        finally
        {
            ReturnBatch();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CloseCode> DrainAsync()
    {
        var closed = CloseCode.None;
        while (true)
        {
            // A control frame lies in its thread's scratch and must be copied before anything is awaited, so its room is made before it is read.
            if (MaxBatch - _length < FrameWriter.MaxControlFrame)
            {
                await FlushAsync().ConfigureAwait(false);
            }

            if (!connection.Reader.TryRead(out var frame))
            {
                break;
            }

            wire?.Down(frame);
            closed = frame.Close.Code;
            if (frame.Frames.Length <= MaxBatch - _length)
            {
                Add(frame.Frames.Span);
                continue;
            }

            // A message's bytes stay valid while this is awaited: its segment is held until this reader reads again.
            await FlushAsync().ConfigureAwait(false);
            await SendPiecesAsync(frame.Frames).ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);
        ReturnBatch();
        return closed;
    }

    private void Add(ReadOnlySpan<byte> frames)
    {
        _batch ??= ArrayPool<byte>.Shared.Rent(MaxBatch);
        frames.CopyTo(_batch.AsSpan(_length));
        _length += frames.Length;
    }

    private async ValueTask SendPiecesAsync(ReadOnlyMemory<byte> frames)
    {
        while (!frames.IsEmpty)
        {
            var reader = new FrameReader(frames.Span);
            reader.Read();
            var length = frames.Length - reader.Rest.Length;
            await SendAsync(frames[..length]).ConfigureAwait(false);
            frames = frames[length..];
        }
    }

    private ValueTask FlushAsync()
    {
        if (_length == 0)
        {
            return ValueTask.CompletedTask;
        }

        var batch = _batch.AsMemory(0, _length);
        _length = 0;
        return SendAsync(batch);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        var sending = socket.SendAsync(message, WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        return sending.IsCompletedSuccessfully ? sending : AwaitAsync(sending);
    }

    private async ValueTask AwaitAsync(ValueTask sending)
    {
        connection.WriteStarted = time.GetTimestamp();
        await sending.ConfigureAwait(false);
        connection.WriteStarted = 0;
    }

    private void ReturnBatch()
    {
        if (_batch is not null)
        {
            ArrayPool<byte>.Shared.Return(_batch);
            _batch = null;
        }
    }
}
