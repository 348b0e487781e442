namespace MultiTransport.AspNetCore;

/// <summary>A native request's session and place, or why it gets none.</summary>
/// <param name="Session">The session; null where it is refused.</param>
/// <param name="Position">The highest number that the client has.</param>
/// <param name="PlacePrefix">What the places of this answer begin with.</param>
/// <param name="Credential">Id and secret, where the request opened the session; else null.</param>
/// <param name="Refusal">Why not; null where there is a session.</param>
internal sealed record NativeAttachment(Session? Session, long Position, string PlacePrefix, string? Credential, Refusal? Refusal = null)
{
    public static NativeAttachment Refused(Refusal refusal) => new(null, 0, "", null, refusal);
}
