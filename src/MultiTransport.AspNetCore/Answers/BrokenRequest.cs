using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>A request whose body is no HTTP, or comes too slowly: refused with the status that the web server says for it, and no error of the application, whose log anyone could fill so.</summary>
internal static class BrokenRequest
{
    public static async Task RefusedAsync(HttpContext context, Task handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (BadHttpRequestException broken) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = broken.StatusCode;
        }
    }
}
