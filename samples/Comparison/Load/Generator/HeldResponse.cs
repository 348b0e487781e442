using System.Text;

namespace MultiTransport.Load;

/// <summary>Reads a held, chunked response piece by piece; what a piece is, a derived class says.</summary>
internal abstract class HeldResponse(Traffic traffic) : IReceiver
{
    private byte[] _body = new byte[1024];
    private int _count;
    private bool _headRead;

    /// <summary>Told when the response came to its end; without it that ends the run.</summary>
    public Action? Ended { get; init; }

    /// <summary>Told of an answer that is no held response; without it that ends the run.</summary>
    public ResponseHandler? Refused { get; init; }

    public int Receive(Span<byte> data) => _headRead ? ReadChunk(data) : ReadHead(data);

    /// <summary>Handles whole pieces at the front of <paramref name="body"/> and returns their length.</summary>
    protected abstract int ReadPieces(ReadOnlySpan<byte> body);

    private int ReadHead(Span<byte> data)
    {
        if (!HttpHead.TryRead(data, out var head))
        {
            return 0;
        }

        traffic.ResponseHead(head.Bytes.Length);
        if (head.Status != 200 || !head.IsChunked)
        {
            if (Refused is null)
            {
                throw new LoadException("a held response was answered: " + Encoding.UTF8.GetString(data));
            }

            Refused(head, data[head.Bytes.Length..]);
            return data.Length;
        }

        _headRead = true;
        return head.Bytes.Length;
    }

    private int ReadChunk(Span<byte> data)
    {
        if (!Chunks.TryRead(data, out var chunk, out var used))
        {
            return 0;
        }

        if (chunk.Length == 0)
        {
            if (Ended is null)
            {
                throw new LoadException("a held response came to its end: " + Encoding.UTF8.GetString(_body.AsSpan(0, _count)));
            }

            Ended();
            return used;
        }

        if (_count == 0)
        {
            var read = ReadPieces(chunk);
            Keep(chunk[read..]);
        }
        else
        {
            Keep(chunk);
            var read = ReadPieces(_body.AsSpan(0, _count));
            _body.AsSpan(read, _count - read).CopyTo(_body);
            _count -= read;
        }

        return used;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_body.Length - _count < rest.Length)
        {
            Array.Resize(ref _body, (_count + rest.Length) * 2);
        }

        rest.CopyTo(_body.AsSpan(_count));
        _count += rest.Length;
    }
}
