using System.Text;

namespace MultiTransport.Testing;

/// <summary>Writes bodies with their framing, one write a piece.</summary>
internal static class HttpWriter
{
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    public static async Task WriteBodyAsync(ProxyLane lane, BodyFraming framing, IBody body, CancellationToken token)
    {
        while (await body.ReadAsync(token).ConfigureAwait(false) is { } piece)
        {
            await lane.WriteAsync(framing == BodyFraming.Chunked ? Chunk(piece.Content) : piece.Content).ConfigureAwait(false);
        }

        if (framing == BodyFraming.Chunked)
        {
            await lane.WriteAsync(LastChunk).ConfigureAwait(false);
        }
    }

    private static byte[] Chunk(ReadOnlyMemory<byte> content) =>
        [.. Encoding.ASCII.GetBytes($"{content.Length:x}\r\n"), .. content.Span, .. "\r\n"u8];
}
