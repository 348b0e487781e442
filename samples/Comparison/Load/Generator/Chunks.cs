using System.Buffers.Text;

namespace MultiTransport.Load;

/// <summary>The chunked coding of RFC 9112, as Kestrel writes it: no extensions, no trailers.</summary>
internal static class Chunks
{
    /// <summary>One chunk; the last one is empty.</summary>
    public static bool TryRead(Span<byte> data, out Span<byte> chunk, out int used)
    {
        chunk = default;
        used = 0;
        var line = data.IndexOf("\r\n"u8);
        if (line < 0)
        {
            return false;
        }

        if (!Utf8Parser.TryParse(data[..line], out int size, out var digits, 'X') || digits != line)
        {
            throw new LoadException("a chunk without a size");
        }

        used = line + 2 + size + 2;
        if (data.Length < used)
        {
            return false;
        }

        chunk = data.Slice(line + 2, size);
        return true;
    }

    /// <summary>A whole chunked body, moved together at the front of <paramref name="data"/>.</summary>
    public static bool TryReadAll(Span<byte> data, out Span<byte> body, out int used)
    {
        used = 0;
        body = default;
        do
        {
            if (!TryRead(data[used..], out body, out var length))
            {
                return false;
            }

            used += length;
        }
        while (body.Length > 0);

        var at = 0;
        var joined = 0;
        while (TryRead(data[at..used], out var chunk, out var length) && chunk.Length > 0)
        {
            at += length;
            chunk.CopyTo(data[joined..]);
            joined += chunk.Length;
        }

        body = data[..joined];
        return true;
    }
}
