using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.Server.Api;

/// <summary>Reads names out of the path as it was sent: the framework decodes all of it but slashes, and then nobody can tell <c>%2F</c> from <c>%252F</c>.</summary>
internal static class ApiPath
{
    /// <summary>The decoded segment at <paramref name="place"/>, 1 being the last.</summary>
    public static string Text(HttpContext context, int place)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? target : target[..query]).TrimEnd('/').Split('/');
        return Uri.UnescapeDataString(segments[^place]);
    }
}
