using System.Buffers.Text;
using System.Text;

namespace MultiTransport.Load;

/// <summary>Writes the same request again and again with another body.</summary>
internal sealed class RequestWriter
{
    private const int MaxLengthLine = 32;

    private readonly int _prefix;
    private byte[] _buffer;

    /// <param name="method">The method.</param>
    /// <param name="path">The path and query.</param>
    /// <param name="headers">Whole lines, each with its CR LF; with Host, without Content-Length.</param>
    public RequestWriter(string method, string path, string headers)
    {
        _buffer = Encoding.ASCII.GetBytes(Head(method, path, headers) + "Content-Length: ");
        _prefix = _buffer.Length;
        Array.Resize(ref _buffer, _prefix + 1024);
    }

    /// <summary>A whole request without a body.</summary>
    public static byte[] Get(string path, string headers) => Encoding.ASCII.GetBytes(Head("GET", path, headers) + "\r\n");

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> body)
    {
        if (_buffer.Length < _prefix + MaxLengthLine + body.Length)
        {
            Array.Resize(ref _buffer, _prefix + MaxLengthLine + (body.Length * 2));
        }

        Utf8Formatter.TryFormat(body.Length, _buffer.AsSpan(_prefix), out var digits);
        var at = _prefix + digits;
        "\r\n\r\n"u8.CopyTo(_buffer.AsSpan(at));
        body.CopyTo(_buffer.AsSpan(at + 4));
        return _buffer.AsSpan(0, at + 4 + body.Length);
    }

    private static string Head(string method, string path, string headers) => $"{method} {path} HTTP/1.1\r\n{headers}";
}
