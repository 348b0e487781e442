namespace MultiTransport.Comparison.Harness;

/// <summary>What is sent in a cell.</summary>
internal sealed record Flow
{
    /// <summary>Messages that the server publishes to every client, and how many a second.</summary>
    public long Down { get; init; }

    /// <summary>Messages that each client sends.</summary>
    public long Up { get; init; }

    public double PerSecond { get; init; } = 100;

    public int Size { get; init; } = 64;

    public bool IsBinary { get; init; }

    /// <summary>Whether what goes up comes back, and its time is that of the round trip.</summary>
    public bool Echoes { get; init; }

    /// <summary>How long the last message may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
