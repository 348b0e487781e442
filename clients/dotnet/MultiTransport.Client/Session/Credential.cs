using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What proves a session one's own.</summary>
internal readonly record struct Credential(SessionId Id, SessionSecret Secret)
{
    public static bool TryParse(SessionCredential wire, out Credential credential)
    {
        var parsed = SessionId.TryParse(wire.Id, out var id) & SessionSecret.TryParse(wire.Secret, out var secret);
        credential = new Credential(id, secret);
        return parsed;
    }

    public SessionCredential ToWire() => new() { Id = Id.ToString(), Secret = Secret.Reveal() };

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();
}
