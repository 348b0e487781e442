using System.Diagnostics.CodeAnalysis;

namespace MultiTransport.Testing;

/// <summary>Cuts a stream of bytes into frames, whatever the sizes of the reads.</summary>
public sealed class WireReader
{
    private readonly List<byte> _buffer = [];
    private int _start;

    /// <summary>True where the bytes so far end inside a frame.</summary>
    public bool HasPartial => _start < _buffer.Count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _buffer.RemoveRange(0, _start);
        _start = 0;
        _buffer.AddRange(bytes);
    }

    public bool TryRead([NotNullWhen(true)] out WireFrame? frame)
    {
        frame = null;
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_buffer)[_start..];
        if (!WireVarint.TryRead(bytes, out var length, out var prefix))
        {
            return false;
        }

        if (length is < 1 or > WireFrame.MaxLength)
        {
            throw new WireFormatException($"a frame of length {length}");
        }

        if (bytes.Length < prefix + length)
        {
            return false;
        }

        frame = WireFrame.Of(bytes[prefix], bytes[(prefix + 1)..(prefix + (int)length)].ToArray());
        _start += prefix + (int)length;
        return true;
    }

    /// <summary>All frames of a body or a WebSocket message, which must end with a whole one.</summary>
    public static IReadOnlyList<WireFrame> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader();
        reader.Append(bytes);
        var frames = new List<WireFrame>();
        while (reader.TryRead(out var frame))
        {
            frames.Add(frame);
        }

        return reader.HasPartial ? throw new WireFormatException("the bytes end inside a frame") : frames;
    }
}
