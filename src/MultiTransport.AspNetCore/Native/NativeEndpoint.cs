using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MultiTransport.AspNetCore;

/// <summary>GET on the bare URL: HTTP itself negotiates, by Upgrade and by Accept (RFC 9110, section 12.5.1).</summary>
internal static class NativeEndpoint
{
    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var isUpgrade = context.WebSockets.IsWebSocketRequest || context.Request.Headers.Upgrade.Count > 0;
        var chosen = isUpgrade ? endpoint.NativeTransports.FirstOrDefault(static native => native.MediaTypes.Count == 0) : Choose(context.Request, endpoint);
        if (chosen is null || (chosen.Transport.Length > 0 && !endpoint.Offers(chosen.Transport)))
        {
            var accepted = endpoint.NativeTransports.Where(native => native.Transport.Length == 0 || endpoint.Offers(native.Transport)).SelectMany(static native => native.MediaTypes);
            await Problem.WriteAsync(
                context, StatusCodes.Status406NotAcceptable, "not-acceptable", $"Accept: {LogText.Clean(context.Request.Headers.Accept.ToString())} names nothing that this URL has; it has {string.Join(", ", accepted)}.").ConfigureAwait(false);
            return;
        }

        if (chosen.Transport.Length > 0 && await OriginGate.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        await chosen.HandleAsync(context, endpoint).ConfigureAwait(false);
    }

    private static INativeTransport? Choose(HttpRequest request, EndpointRuntime endpoint)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return endpoint.NativeTransports.FirstOrDefault(static native => native.MediaTypes.Count > 0);
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return null;
        }

        INativeTransport? best = null;
        var bestQuality = 0.0;
        foreach (var native in endpoint.NativeTransports)
        {
            foreach (var mediaType in native.MediaTypes)
            {
                var quality = Quality(accepted, mediaType);
                if (quality > bestQuality)
                {
                    (best, bestQuality) = (native, quality);
                }
            }
        }

        return best;
    }

    /// <summary>The weight that the most specific matching range gives; a range that names the type outright is preferred to a wildcard of the same weight.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType)
    {
        var offered = new MediaTypeHeaderValue(mediaType);
        MediaTypeHeaderValue? match = null;
        foreach (var range in accepted)
        {
            if (offered.IsSubsetOf(range) && (match is null || Specificity(range) > Specificity(match)))
            {
                match = range;
            }
        }

        return match is null ? 0 : (match.Quality ?? 1) * (1 + (Specificity(match) / 1000.0));
    }

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
