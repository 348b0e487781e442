using System.Globalization;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>The start line and the header lines of an HTTP/1.1 message, read without judging them.</summary>
public sealed class HttpHead
{
    internal HttpHead(string startLine, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        StartLine = startLine;
        Headers = headers;
    }

    public string StartLine { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The first word of a request.</summary>
    public string Method => Word(0);

    /// <summary>The second word of a request: path and query.</summary>
    public string Target => Word(1);

    /// <summary>The second word of a response; 0 where it is none.</summary>
    public int StatusCode => int.TryParse(Word(1), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;

    /// <summary>All values of a header joined by commas; null where it does not stand there.</summary>
    public string? this[string name]
    {
        get
        {
            var values = All(name).ToList();
            return values.Count == 0 ? null : string.Join(", ", values);
        }
    }

    public IEnumerable<string> All(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public bool HasToken(string name, string token) =>
        All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).Contains(token, StringComparer.OrdinalIgnoreCase);

    public HttpHead With(Func<KeyValuePair<string, string>, KeyValuePair<string, string>?> change) =>
        new(StartLine, [.. Headers.Select(change).Where(header => header is not null).Select(header => header!.Value)]);

    public HttpHead Without(params ReadOnlySpan<string> names)
    {
        var gone = names.ToArray();
        return With(header => gone.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? null : header);
    }

    /// <summary>The header once, with this value, in place of all there were of that name.</summary>
    public HttpHead WithHeader(string name, string value) => new(StartLine, [.. Without(name).Headers, KeyValuePair.Create(name, value)]);

    public HttpHead WithStartLine(string startLine) => new(startLine, Headers);

    public byte[] ToBytes() =>
        Encoding.Latin1.GetBytes($"{StartLine}\r\n{string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n");

    /// <summary>The length of the head with its empty line, or -1 while that has not come.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    public static HttpHead Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new HttpHead(
            lines.Length == 0 ? "" : lines[0],
            [.. lines.Skip(1).Select(line => line.Split(':', 2)).Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1].Trim() : ""))]);
    }

    public override string ToString() => StartLine;

    private string Word(int index)
    {
        var words = StartLine.Split(' ');
        return index < words.Length ? words[index] : "";
    }
}
