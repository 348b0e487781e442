namespace MultiTransport.Protocol;

/// <summary>A session's id and secret in base64url.</summary>
public sealed record SessionCredential
{
    /// <summary>22 characters.</summary>
    public string Id { get; set; } = "";

    /// <summary>22 characters.</summary>
    public string Secret { get; set; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SessionCredential)} {{ Id = {Id} }}";
}
