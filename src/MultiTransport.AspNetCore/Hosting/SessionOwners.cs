using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace MultiTransport.AspNetCore;

/// <summary>Reads from a request who opens a session.</summary>
internal static class SessionOwners
{
    public static SessionOwner Of(HttpContext context, MultiTransportOptions options) => new(
        UserOf(context),
        context.Connection.RemoteIpAddress?.ToString(),
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc,
        options.KeepPrincipal ? context.User : null)
    {
        CountedAs = ClientAddress.Of(context.Connection.RemoteIpAddress),
    };

    /// <summary>The id of the user that a request bears. Who has none costs nothing: the context would make a principal to say so.</summary>
    public static string? UserOf(HttpContext context) => context.Features.Get<IHttpAuthenticationFeature>()?.User is { } user ? UserOf(user) : null;

    /// <summary>The user's id: the name identifier, else the subject, else the name; null for an anonymous request.</summary>
    public static string? UserOf(ClaimsPrincipal user) => user.Identity is not { IsAuthenticated: true }
        ? null
        : user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity.Name ?? "";
}
