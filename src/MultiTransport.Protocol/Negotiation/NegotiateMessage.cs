namespace MultiTransport.Protocol;

/// <summary>A message inside a negotiate body: text, binary (base64 in JSON), or any other numbered frame.</summary>
public sealed record NegotiateMessage
{
    /// <summary>The text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes, or null.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>A frame's type and payload, whole whatever its length, or null.</summary>
    public byte[]? Frame { get; init; }
}
