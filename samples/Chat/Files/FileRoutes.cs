using System.Security.Claims;
using Chat.Accounts;
using Chat.Storage;
using Dapper;
using Microsoft.Net.Http.Headers;

namespace Chat.Files;

/// <summary>Gives files to those who are in a room where they were sent.</summary>
internal static class FileRoutes
{
    public static void MapFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/files/{id}", SendAsync).RequireAuthorization();

    private static async Task SendAsync(string id, ClaimsPrincipal user, Database database, HttpContext context)
    {
        var file = database.Read(connection => connection.QuerySingleOrDefault<(string Name, string Type, long Size)?>("""
            SELECT f.name, f.type, f.size FROM file f
            WHERE f.id = @id AND f.complete = 1
            AND (f.owner = @user OR EXISTS (SELECT 1 FROM message m JOIN member b ON b.room = m.room WHERE m.file = f.id AND b.user = @user))
            """, new { id, user = user.UserId() }));
        if (file is not { } found)
        {
            throw new ChatException("file-unknown", "There is no such file for you.");
        }

        var isImage = found.Type.StartsWith("image/", StringComparison.Ordinal);
        var headers = context.Response.GetTypedHeaders();
        var disposition = new ContentDispositionHeaderValue(isImage ? "inline" : "attachment");
        disposition.SetHttpFileName(found.Name);
        headers.ContentDisposition = disposition;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromDays(7) };
        context.Response.ContentType = found.Type;
        context.Response.ContentLength = found.Size;
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox"; // whatever it is, it runs nothing
        for (long offset = 0; offset < found.Size;)
        {
            var piece = database.Read(connection => connection.QuerySingleOrDefault<byte[]>("SELECT data FROM piece WHERE file = @id AND offset = @offset", new { id, offset }));
            if (piece is null)
            {
                context.Abort(); // it was deleted meanwhile: what was sent is no whole file, and shows it
                return;
            }

            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            offset += piece.Length;
        }
    }
}
