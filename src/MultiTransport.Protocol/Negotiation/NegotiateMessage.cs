namespace MultiTransport.Protocol;

/// <summary>A message inside a negotiate body: either text or binary (base64 in JSON).</summary>
public sealed record NegotiateMessage
{
    /// <summary>The text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes, or null.</summary>
    public byte[]? Binary { get; init; }
}
