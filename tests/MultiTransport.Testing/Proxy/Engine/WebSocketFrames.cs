using System.Buffers.Binary;

namespace MultiTransport.Testing;

/// <summary>Cuts one direction of a tunnel into whole WebSocket frames. What cannot be one (too long, or no WebSocket) passes as it is.</summary>
internal sealed class WebSocketFrames(bool isWebSocket)
{
    private const int LongestFrame = 1024 * 1024;

    private readonly List<byte> _pending = [];
    private bool _raw = !isWebSocket;

    public IEnumerable<byte[]> Split(ReadOnlyMemory<byte> bytes)
    {
        _pending.AddRange(bytes.Span);
        while (_pending.Count > 0)
        {
            var length = _raw ? _pending.Count : LengthOf(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending));
            if (length > LongestFrame && !_raw)
            {
                _raw = true;
                continue;
            }

            if (length < 0 || length > _pending.Count)
            {
                yield break;
            }

            var frame = _pending.GetRange(0, (int)length).ToArray();
            _pending.RemoveRange(0, (int)length);
            yield return frame;
        }
    }

    /// <summary>What is there of an unfinished frame.</summary>
    public byte[] Flush()
    {
        byte[] rest = [.. _pending];
        _pending.Clear();
        return rest;
    }

    private static long LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return -1;
        }

        var mask = (bytes[1] & 0x80) == 0 ? 0 : 4;
        switch (bytes[1] & 0x7F)
        {
            case 126:
                return bytes.Length < 4 ? -1 : 4 + mask + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            case 127 when bytes.Length < 10:
                return -1;
            case 127:
                var length = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
                return length > LongestFrame ? long.MaxValue : 10 + mask + (long)length;
            case var small:
                return 2 + mask + small;
        }
    }
}
