using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.AspNetCore;

/// <summary>The CORS headers for the origins in the endpoint's own list, by the framework's CORS service. Where the endpoint has a CORS policy of the host, the host's middleware writes them.</summary>
internal static class CrossOrigin
{
    /// <summary>The host's CORS policy of this endpoint, or null.</summary>
    public static async ValueTask<CorsPolicy?> FindPolicyAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>();
        switch (metadata)
        {
            case ICorsPolicyMetadata { Policy: var policy }:
                return policy;
            case IEnableCorsAttribute { PolicyName: var name }:
                var provider = context.RequestServices.GetService<ICorsPolicyProvider>();
                return provider is null ? null : await provider.GetPolicyAsync(context, name).ConfigureAwait(false);
            default:
                return null;
        }
    }

    /// <summary>Writes the headers for a listed origin, unless somebody else has.</summary>
    public static void Apply(HttpContext context, EndpointRuntime endpoint)
    {
        if (context.Response.Headers.AccessControlAllowOrigin.Count == 0
            && endpoint.Options.AllowedOrigins.Contains(context.Request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            var service = context.RequestServices.GetRequiredService<ICorsService>();
            service.ApplyResult(service.EvaluatePolicy(context, PolicyOf(endpoint)), context.Response);
        }
    }

    private static CorsPolicy PolicyOf(EndpointRuntime endpoint) => new CorsPolicyBuilder()
        .WithOrigins([.. endpoint.Options.AllowedOrigins])
        .WithMethods(HttpMethods.Get, HttpMethods.Post)
        .WithHeaders("authorization", "content-type", "last-event-id", NativeOpening.SessionHeader, "multitransport-number")
        .WithExposedHeaders(NativeOpening.SessionHeader, "link", "retry-after")
        .AllowCredentials()
        .Build();
}
