namespace MultiTransport.Testing;

/// <summary>The number of the last message that a carrier carried up.</summary>
internal sealed class UpstreamCursor
{
    public long Position { get; set; }
}
