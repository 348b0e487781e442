using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>
/// What the host refuses before the endpoint is reached (no token, an expired one, a rate limit) bears the CORS headers too: without them a page of a listed
/// origin sees no 401, only that nothing answered, and asks for no new token.
/// </summary>
internal sealed class RefusalsForPages : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(WatchAsync);
        next(app);
    };

    private static Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Response.OnStarting(static state => ApplyAsync((HttpContext)state), context);
        }

        return next(context);
    }

    private static Task ApplyAsync(HttpContext context)
    {
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest
            && context.Response.Headers.AccessControlAllowOrigin.Count == 0
            && context.GetEndpoint()?.Metadata.GetMetadata<EndpointRuntime>() is { } endpoint)
        {
            CrossOrigin.Apply(context, endpoint);
        }

        return Task.CompletedTask;
    }
}
