using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace MultiTransport.AspNetCore;

/// <summary>The browser client of this very version, at <c>client.js</c>: one module, built from <c>clients/javascript</c>, read once and compressed once.</summary>
internal static class ClientScript
{
    private const string ContentType = "text/javascript; charset=utf-8";

    private static readonly Lazy<(FileContentHttpResult Plain, FileContentHttpResult Gzip)> Script = new(Load);

    public static Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // asked each time, mostly answered 304: client and server are of one version
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*"; // a module of another origin is fetched by CORS, without credentials; it is the same public text for everybody
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (!AcceptsGzip(context))
        {
            return Script.Value.Plain.ExecuteAsync(context);
        }

        headers.ContentEncoding = "gzip";
        return Script.Value.Gzip.ExecuteAsync(context);
    }

    private static bool AcceptsGzip(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value == "gzip" && coding.Quality is null or > 0);

    private static (FileContentHttpResult Plain, FileContentHttpResult Gzip) Load()
    {
        using var resource = typeof(ClientScript).Assembly.GetManifestResourceStream("MultiTransport.AspNetCore.client.js")!;
        using var plain = new MemoryStream();
        resource.CopyTo(plain);
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(plain.GetBuffer(), 0, (int)plain.Length);
        }

        var tag = Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()))[..16];
        return (Of(plain, tag), Of(zipped, $"{tag}-gzip"));
    }

    private static FileContentHttpResult Of(MemoryStream content, string tag) =>
        TypedResults.File(content.ToArray(), ContentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
}
