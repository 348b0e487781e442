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

    private readonly StringBuilder line = new();
    private State state = State.Size;
    private long left;

    public bool Done => state == State.Done;

    /// <summary>Decodes into <paramref name="content"/>; returns how many raw bytes belong to this body.</summary>
    public int Decode(ReadOnlySpan<byte> raw, List<byte>? content)
    {
        var used = 0;
        while (used < raw.Length && state != State.Done)
        {
            if (state == State.Data)
            {
                var count = (int)Math.Min(left, raw.Length - used);
                content?.AddRange(raw.Slice(used, count));
                used += count;
                left -= count;
                state = left == 0 ? State.DataEnd : State.Data;
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
            line.Append((char)octet);
            return;
        }

        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        switch (state)
        {
            case State.Size:
                left = long.TryParse(text.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                    ? size
                    : throw new InvalidDataException($"not a chunk size: {text}");
                state = left == 0 ? State.Trailer : State.Data;
                break;
            case State.DataEnd:
                state = State.Size;
                break;
            case State.Trailer when text.Length == 0:
                state = State.Done;
                break;
        }
    }
}
