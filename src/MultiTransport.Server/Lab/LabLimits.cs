namespace MultiTransport.Server.Lab;

/// <summary>What the lab gives away, to one viewer and in all.</summary>
internal static class LabLimits
{
    public const int Viewers = 32;

    /// <summary>Five transports, and what is left of those before them while they go.</summary>
    public const int SessionsPerViewer = 10;

    public const double MinRate = 0.1; // messages a second to each session
    public const double MaxRate = 100;
    public const int MinSize = LabStamp.Length;
    public const int MaxSize = 65_536;
    public const int MaxSeconds = 600;

    /// <summary>Payload bytes a second of one viewer's run, all its sessions and both directions together.</summary>
    public const long BytesPerSecond = 4 * 1024 * 1024;

    /// <summary>The same of all viewers together.</summary>
    public const long BytesPerSecondInAll = 16 * 1024 * 1024;

    /// <summary>Arrivals of one session that are kept until the page asks for them: some ten seconds at the greatest rate.</summary>
    public const int KeptArrivals = 1024;

    /// <summary>Bytes of one captured WebSocket or HTTP request that are kept, and in how many pieces.</summary>
    public const int CapturedBytes = 16 * 1024;

    public const int CapturedPieces = 128;

    /// <summary>What a piece costs besides its bytes where these are told.</summary>
    public const int PieceCost = 64;

    /// <summary>HTTP requests of a viewer to the captured transports that are kept, and how many bytes of all of them together: they are told in one answer.</summary>
    public const int Exchanges = 16;

    public const int ExchangedBytes = 32 * 1024;

    /// <summary>The longest message that the captured WebSocket and the captured transports send back.</summary>
    public const int MaxEcho = 4 * 1024;
}
