namespace MultiTransport.Protocol;

/// <summary>A message inside a negotiate body: a text, bytes or a frame (those in base64 in JSON).</summary>
public sealed record NegotiateMessage
{
    /// <summary>The text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes, or null.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>The type and the payload of another numbered frame, or null.</summary>
    public byte[]? Frame { get; init; }
}
