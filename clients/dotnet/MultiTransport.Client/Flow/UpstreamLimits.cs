namespace MultiTransport.Client;

/// <summary>What the server takes: before it has said so, its defaults.</summary>
internal sealed record UpstreamLimits(int Message, int Body, int WindowMessages, int WindowBytes)
{
    public static UpstreamLimits Default { get; } = new(64 * 1024, 512 * 1024, 256, 1024 * 1024);
}
