using System.Buffers.Text;
using System.Text;

namespace MultiTransport.Benchmarks.Generator;

/// <summary>Writes the same request again and again with another body; the same minimal headers for every dialect.</summary>
internal sealed class RequestWriter
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly int _prefix;

    /// <param name="method">The method.</param>
    /// <param name="path">The path and query.</param>
    /// <param name="headers">Whole lines, each with its CR LF.</param>
    public RequestWriter(string method, string path, string headers = "") =>
        _prefix = Encoding.ASCII.GetBytes(Head(method, path, headers) + "Content-Length: ", _buffer);

    /// <summary>A whole request without a body.</summary>
    public static byte[] Get(string path, string headers = "") => Encoding.ASCII.GetBytes(Head("GET", path, headers) + "\r\n");

    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> body)
    {
        Utf8Formatter.TryFormat(body.Length, _buffer.AsSpan(_prefix), out var digits);
        var at = _prefix + digits;
        "\r\n\r\n"u8.CopyTo(_buffer.AsSpan(at));
        body.CopyTo(_buffer.AsSpan(at + 4));
        return _buffer.AsSpan(0, at + 4 + body.Length);
    }

    private static string Head(string method, string path, string headers) => $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}";
}
