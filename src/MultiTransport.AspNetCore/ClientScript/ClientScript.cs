using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace MultiTransport.AspNetCore;

/// <summary>The browser client of this very version: one module, built from <c>clients/javascript</c>, read once and compressed once.</summary>
internal sealed class ClientScript
{
    private const string ContentType = "text/javascript; charset=utf-8";

    private readonly Lazy<Coded[]> _script;

    private ClientScript(string name)
    {
        Name = name;
        _script = new(Load);
    }

    /// <summary>The session, and the session with topics.</summary>
    public static IReadOnlyList<ClientScript> All { get; } = [new("client.js"), new("topics.js")];

    /// <summary>The file's name, which is also its path under the endpoint.</summary>
    public string Name { get; }

    public Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // asked each time, mostly answered 304: client and server are of one version
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*"; // a module of another origin is fetched by CORS, without credentials; it is the same public text for everybody
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        var best = _script.Value.MaxBy(coded => coded.QualityIn(accepted))!; // the smallest of those that are liked alike
        if (best.Coding is not null)
        {
            headers.ContentEncoding = best.Coding;
        }

        return best.File.ExecuteAsync(context);
    }

    /// <summary>Smallest first.</summary>
    private Coded[] Load()
    {
        using var resource = typeof(ClientScript).Assembly.GetManifestResourceStream($"MultiTransport.AspNetCore.{Name}")!;
        using var plain = new MemoryStream();
        resource.CopyTo(plain);
        var text = plain.ToArray();
        var tag = Convert.ToHexStringLower(SHA256.HashData(text))[..16];
        return
        [
            new("br", Compress(text, static output => new BrotliStream(output, CompressionLevel.SmallestSize)), tag),
            new("gzip", Compress(text, static output => new GZipStream(output, CompressionLevel.SmallestSize)), tag),
            new(null, text, tag),
        ];
    }

    private static byte[] Compress(byte[] text, Func<Stream, Stream> coder)
    {
        var output = new MemoryStream();
        using (var coding = coder(output))
        {
            coding.Write(text);
        }

        return output.ToArray();
    }

    /// <summary>The script in one content coding (RFC 9110, 8.4.1); null for none.</summary>
    private sealed class Coded(string? coding, byte[] content, string tag)
    {
        public string? Coding => coding;

        public FileContentHttpResult File { get; } =
            TypedResults.File(content, ContentType, entityTag: new EntityTagHeaderValue(coding is null ? $"\"{tag}\"" : $"\"{tag}-{coding}\""));

        /// <summary>How much the client likes it: 0 to 1, and a trace for plain text, which may always be sent.</summary>
        public double QualityIn(IList<StringWithQualityHeaderValue> accepted) =>
            coding is null ? double.Epsilon : accepted.FirstOrDefault(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } named ? named.Quality ?? 1 : 0;
    }
}
