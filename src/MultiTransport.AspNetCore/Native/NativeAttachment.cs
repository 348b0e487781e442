using System.Globalization;

namespace MultiTransport.AspNetCore;

/// <summary>A native request's session and place, or why it gets none.</summary>
/// <param name="Session">The session; null where it is refused.</param>
/// <param name="Position">The highest number that the client has.</param>
/// <param name="PlacePrefix">What the places of this answer begin with.</param>
/// <param name="Credential">Id and secret, where the request opened the session; else null.</param>
/// <param name="Refusal">Why not; null where there is a session.</param>
internal sealed record NativeAttachment(Session? Session, long Position, string PlacePrefix, string? Credential, Refusal? Refusal = null)
{
    /// <summary>The topics that the request names.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Where the client stands in them, as the last part of its places says; null where they have none.</summary>
    public TopicStands? Stands { get; init; }

    /// <summary>The place of a client that has everything up to <paramref name="number"/>.</summary>
    public string PlaceAt(long number) => string.Create(CultureInfo.InvariantCulture, $"{PlacePrefix}{number}{Stands}");

    public static NativeAttachment Refused(Refusal refusal) => new(null, 0, "", null, refusal);
}
