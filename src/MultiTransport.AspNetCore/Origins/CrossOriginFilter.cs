using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>
/// Writes the CORS headers as an answer starts, whoever gives it: a 401 of the host's authorization, too. Without them a page could not tell it from a broken network.
/// </summary>
internal sealed class CrossOriginFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, next) =>
        {
            if (context.Request.Headers.Origin.Count > 0)
            {
                context.Response.OnStarting(Apply, context);
            }

            return next(context);
        });
        next(app);
    };

    private static Task Apply(object state)
    {
        var context = (HttpContext)state;
        if (context.GetEndpoint()?.Metadata.GetMetadata<CrossOriginMetadata>() is { } metadata)
        {
            CrossOrigin.Apply(context, metadata.Endpoint);
        }

        return Task.CompletedTask;
    }
}
