using System.Buffers.Text;
using System.Security.Cryptography;
using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Admin;

/// <summary>
/// The page <c>/admin/</c>: files of <c>wwwroot/admin</c> that read the API with a key of whoever looks. In development, a page that is opened on this machine
/// is given a key that holds while the process lives.
/// </summary>
internal static class AdminSetup
{
    private const string KeyName = "admin page in development";
    private const string SameOrigin = "same-origin";
    private const int KeyBytes = 32;

    /// <summary>To be called before the API takes its keys.</summary>
    public static void AddAdmin(this WebApplicationBuilder builder, ApiSettings api)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        api.Keys.Add(new ApiKeySettings { Name = KeyName, Key = key, May = [ApiRight.Sessions, ApiRight.Read], Topics = ["*"] });
        builder.Services.AddSingleton(new DevelopmentKey(key));
    }

    public static void MapAdmin(this WebApplication app) => app.MapGet("/admin/key", static (HttpContext context) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.RequestServices.GetService<DevelopmentKey>() is { } key && IsOurs(context)
            ? Results.Json(key, AdminJson.Default.DevelopmentKey)
            : Results.NoContent(); // no fault: the page asks whoever looks for a key
    });

    /// <summary>Whether the page itself asks, on this machine: not another program by way of somebody's browser.</summary>
    private static bool IsOurs(HttpContext context) =>
        LocalRequests.IsLocal(context) && context.Request.Headers["Sec-Fetch-Site"].ToString() is SameOrigin;
}
