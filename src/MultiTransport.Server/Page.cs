using Microsoft.AspNetCore.StaticFiles;

namespace MultiTransport.Server;

/// <summary>The page at <c>/</c>: the files of <c>wwwroot</c> with the headers that keep it to itself.</summary>
internal static class Page
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UsePage(this WebApplication app) =>
        app.UseFileServer(new FileServerOptions { StaticFileOptions = { OnPrepareResponse = SetHeaders } });

    private static void SetHeaders(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache"; // asks each time, mostly answered 304: page and server are always of one version
        headers["Referrer-Policy"] = "no-referrer";

        // An isolated page has a clock of 5 µs instead of 100 µs: it measures echoes of less than a millisecond.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
    }
}
