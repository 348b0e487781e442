namespace MultiTransport.Protocol;

/// <summary>The answer to a negotiate request that renewed credentials.</summary>
public sealed record RenewResponse
{
    /// <summary>The protocol version.</summary>
    public int Version { get; set; } = AttachFrame.Version;

    /// <summary>Always true.</summary>
    public bool Renewed { get; set; } = true;
}
