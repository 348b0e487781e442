using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Comparison.Probes;

/// <summary>RFC 6455, section 4.2.2: what a server answers to a key, computed once more by hand.</summary>
internal static class WebSocketAccept
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The documents' own keys and answers.</summary>
    public static readonly (string Key, string Accept)[] Vectors =
    [
        ("Zx8rNEkBE4xnwifpuh8DHQ==", "52Rg3vW4JQ1yWpkvFlsTsiezlqw="),
        ("UdTUf90CC561cQXn4n5XRg==", "GZk41FJZSYY0CmsrZPGpUGRQzkY="),
    ];

#pragma warning disable CA5350 // the RFC asks for SHA-1; nothing rests on its strength
    public static string Of(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
