using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>
/// Reads the head of a request for its sender's eyes. Values are repeated of those headers only that tell of intermediaries and of nobody's identity: proxies put
/// users, tokens and addresses into others, and a page must not show them.
/// </summary>
internal static class HeadEcho
{
    private const int MaxHeaders = 64;

    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Host", "Keep-Alive", "Origin", "Pragma", "Proxy-Connection", "Surrogate-Capability",
        "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-Dest", "TE", "Transfer-Encoding", "Upgrade", "Via", "X-BlueCoat-Via", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
        Fingerprints.SpellingHeader,
    };

    public static RequestHead Of(HttpRequest request) => new()
    {
        Method = LogText.Clean(request.Method),
        Protocol = request.Protocol,
        Scheme = request.Scheme,
        Headers = [.. request.Headers.Take(MaxHeaders).Select(static header => See(header.Key, header.Value.ToString()))],
    };

    /// <summary>A header, its value cut, or left out where it may tell who somebody is.</summary>
    public static SeenHeader See(string name, string value) => new()
    {
        Name = LogText.Clean(name),
        Value = Shown.Contains(name) ? LogText.Clean(value) : null,
        Length = value.Length,
    };
}
