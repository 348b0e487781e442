namespace MultiTransport.Protocol;

/// <summary>A transport that did not work lately on the client's network.</summary>
public sealed record FailedTransport
{
    /// <summary>The transport's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What was seen, in the client's words.</summary>
    public string Reason { get; set; } = "";
}
