namespace MultiTransport;

/// <summary>What the server learns from its clients' networks, and for how long.</summary>
public sealed class NetworkOptions
{
    /// <summary>Whether anything is learnt. Default true. Off, reports are passed over, nothing is stored, and every network is treated alike.</summary>
    public bool Learn { get; set; } = true;

    /// <summary>The most networks that are remembered, some 3 KB each; the least recently used go first. Default 4,096; range 1 to 1,000,000.</summary>
    public int MaxNetworks { get; set; } = 4_096;

    /// <summary>How long anything that was learnt holds after it was last confirmed. Default 30 minutes; range 1 minute to 1 day.</summary>
    public TimeSpan Expiry { get; set; } = TimeSpan.FromMinutes(30);
}
