using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.Networks.Tests.Origin;

/// <summary>Tells what a request arrived with, so that a test knows what a proxy passes on.</summary>
internal static class ForwardedFor
{
    public const string Path = "/arrival";

    public static void Map(WebApplication app) => app.MapMethods(Path, ["GET", "POST"], static async (HttpContext context) =>
    {
        var length = 0L;
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
        {
            length += read;
        }

        return Results.Json(new Arrival(
            context.Request.Host.ToString(), context.Request.Headers["X-Forwarded-For"].ToString(), context.Request.Headers["X-Forwarded-Proto"].ToString(), length));
    });

    /// <summary>How a request arrived.</summary>
    public sealed record Arrival(string Host, string ForwardedFor, string ForwardedProto, long Body);
}
