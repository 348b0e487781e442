using System.Security.Claims;

namespace MultiTransport;

/// <summary>Who opened a session, from where, and until when that is good.</summary>
/// <param name="UserId">The user's id, or null for an anonymous one.</param>
/// <param name="Address">The client's address as the host sees it.</param>
/// <param name="Expires">When the credentials expire.</param>
/// <param name="Principal">The principal, where the endpoint keeps it.</param>
internal sealed record SessionOwner(string? UserId, string? Address, DateTimeOffset? Expires, ClaimsPrincipal? Principal)
{
    /// <summary>What bounds by address count it as: those of one customer are one.</summary>
    public string? CountedAs { get; init; } = Address;

    public static SessionOwner Nobody { get; } = new(null, null, null, null);
}
