namespace MultiTransport.Protocol;

/// <summary>One of the first messages that was handled without success.</summary>
public sealed record NegotiatedFail
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>A <see cref="FailCode"/>.</summary>
    public required string Code { get; init; }
}
