using System.Diagnostics.CodeAnalysis;

namespace MultiTransport.Testing;

/// <summary>Cuts a stream of bytes into frames, whatever the sizes of the reads.</summary>
public sealed class WireReader
{
    private readonly List<byte> buffer = [];
    private int start;

    /// <summary>True where the bytes so far end inside a frame.</summary>
    public bool HasPartial => start < buffer.Count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        buffer.RemoveRange(0, start);
        start = 0;
        buffer.AddRange(bytes);
    }

    public bool TryRead([NotNullWhen(true)] out WireFrame? frame)
    {
        frame = null;
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(buffer)[start..];
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
        start += prefix + (int)length;
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
