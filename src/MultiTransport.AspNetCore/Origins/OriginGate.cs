using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Keeps pages of other sites from opening sessions, or sending, with their visitor's cookies or place in the network (PROTOCOL.md, section 12).</summary>
internal static class OriginGate
{
    /// <summary>Answers a request that its origin forbids; false when it may go on.</summary>
    public static ValueTask<bool> RefuseAsync(HttpContext context, EndpointRuntime endpoint) =>
        endpoint.Options.RequireKnownOrigin ? RefuseAsync(context, endpoint.Options.AllowedOrigins) : new(false);

    /// <summary>The same with a list of allowed origins that is no endpoint's.</summary>
    public static async ValueTask<bool> RefuseAsync(HttpContext context, IList<string> allowedOrigins)
    {
        var refusal = await FindRefusalAsync(context, allowedOrigins).ConfigureAwait(false);
        if (refusal is null)
        {
            return false;
        }

        await Problem.WriteAsync(context, Refusal.Of(CloseCode.OriginRefused, refusal)).ConfigureAwait(false);
        return true;
    }

    private static async ValueTask<string?> FindRefusalAsync(HttpContext context, IList<string> allowedOrigins)
    {
        var headers = context.Request.Headers;
        var site = headers["Sec-Fetch-Site"].ToString();
        var origin = headers.Origin.ToString();
        if (headers["Sec-Fetch-Mode"].ToString() is "no-cors" && HttpMethods.IsGet(context.Request.Method))
        {
            return "A GET in the mode no-cors bears no Origin and is refused; use fetch in the mode cors, EventSource or WebSocket.";
        }

        if (origin.Length == 0)
        {
            return site is "cross-site" or "same-site" ? $"The request is {site} and bears no Origin." : null;
        }

        if (site is "same-origin" || IsHost(origin, context.Request.Host) || await IsAllowedAsync(context, allowedOrigins, origin).ConfigureAwait(false))
        {
            return null;
        }

        return $"Origin {LogText.Clean(origin)} is not the host {LogText.Clean(context.Request.Host.ToString())} and not on the list. Add it to {nameof(MultiTransportOptions.AllowedOrigins)} or to the endpoint's CORS policy; "
            + "if a proxy rewrites Host, pass it on (nginx: proxy_set_header Host $http_host;) or use UseForwardedHeaders with XForwardedHost.";
    }

    /// <summary>Whether an origin names the host that the request was sent to. The scheme is not compared: TLS may end at a proxy.</summary>
    private static bool IsHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https")
        && string.Equals(Unbracket(uri.Host), Unbracket(host.Host), StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? uri.Port == port : uri.IsDefaultPort);

    private static string Unbracket(string host) => host.Trim('[', ']');

    private static async ValueTask<bool> IsAllowedAsync(HttpContext context, IList<string> allowedOrigins, string origin)
    {
        if (allowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var policy = await CrossOrigin.FindPolicyAsync(context).ConfigureAwait(false);
        if (policy is null)
        {
            return false;
        }

        // A policy for any origin is no statement of trust: it does not cover requests that bear somebody's credentials.
        return policy.AllowAnyOrigin ? context.User.Identity is not { IsAuthenticated: true } : policy.IsOriginAllowed(origin);
    }
}
