using System.Globalization;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>Takes <c>Transfer-Encoding: chunked</c> apart, byte by byte, so that any cut is fine.</summary>
internal sealed class ChunkedDecoder
{
    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done,
    }

    private readonly StringBuilder _line = new();
    private State _state = State.Size;
    private long _left;

    public bool Done => _state == State.Done;

    /// <summary>Decodes into <paramref name="content"/>; returns how many raw bytes belong to this body.</summary>
    public int Decode(ReadOnlySpan<byte> raw, List<byte>? content)
    {
        var used = 0;
        while (used < raw.Length && _state != State.Done)
        {
            used += DecodeChunk(raw[used..], content, out _);
        }

        return used;
    }

    /// <summary>The same, but no further than the end of the data of a chunk.</summary>
    public int DecodeChunk(ReadOnlySpan<byte> raw, List<byte>? content, out bool endsChunk)
    {
        endsChunk = false;
        var used = 0;
        while (used < raw.Length && _state != State.Done && !endsChunk)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min(_left, raw.Length - used);
                content?.AddRange(raw.Slice(used, count));
                used += count;
                _left -= count;
                endsChunk = _left == 0;
                _state = endsChunk ? State.DataEnd : State.Data;
            }
            else
            {
                Line(raw[used++]);
            }
        }

        return used;
    }

    private void Line(byte octet)
    {
        if (octet != '\n')
        {
            _line.Append((char)octet);
            return;
        }

        var text = _line.ToString().TrimEnd('\r');
        _line.Clear();
        switch (_state)
        {
            case State.Size:
                _left = long.TryParse(text.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                    ? size
                    : throw new InvalidDataException($"not a chunk size: {text}");
                _state = _left == 0 ? State.Trailer : State.Data;
                break;
            case State.DataEnd:
                _state = State.Size;
                break;
            case State.Trailer when text.Length == 0:
                _state = State.Done;
                break;
        }
    }
}
