using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;

namespace MultiTransport.AspNetCore;

/// <summary>The headers that networks force on every answer (PROTOCOL.md, section 2).</summary>
internal static class AnswerHeaders
{
    private static readonly StringValues NoStore = "no-store, no-transform";
    private static readonly StringValues Vary = "Accept, Origin";

    public static void ForAll(HttpContext context)
    {
        context.Response.Headers.CacheControl = NoStore;
        context.Response.Headers.Vary = StringValues.Concat(context.Response.Headers.Vary, Vary);
    }

    /// <summary>A response that stays open: nothing between us and the client may buffer or compress it, and Kestrel's minimum rate gives way to our write time-out.</summary>
    public static void ForHeld(HttpContext context, string contentType)
    {
        var headers = context.Response.Headers;
        headers.ContentType = contentType;
        headers.ContentEncoding = "identity";
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
