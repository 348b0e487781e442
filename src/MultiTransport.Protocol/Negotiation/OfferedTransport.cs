namespace MultiTransport.Protocol;

/// <summary>One row of a negotiate answer: a transport, where it is, and why it stands at this place.</summary>
public sealed record OfferedTransport
{
    /// <summary>The transport's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its path relative to the endpoint's URL.</summary>
    public required string Path { get; init; }

    /// <summary>Why it stands at this place, for people.</summary>
    public required string Why { get; init; }
}
