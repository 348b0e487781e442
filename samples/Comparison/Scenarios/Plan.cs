using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>How large a run is to be: what the command line asked for. Where a scenario has a variable of its own and nothing was said, it takes the small or the full list.</summary>
internal sealed record Plan
{
    public string[] Scenarios { get; init; } = [];

    public string[] Transports { get; init; } = Dialect.Transports;

    /// <summary>How our server is spoken to: <c>sdk</c> or <c>native</c>.</summary>
    public string Client { get; init; } = Dialect.Sdk;

    public int? Clients { get; init; }

    public double? Rate { get; init; }

    public int? Size { get; init; }

    /// <summary>How long messages flow in a cell.</summary>
    public double? Seconds { get; init; }

    public int? Rounds { get; init; }

    /// <summary>Simulated round trip in milliseconds.</summary>
    public int? RoundTrip { get; init; }

    public double? PollInterval { get; init; }

    public double? Heartbeat { get; init; }

    public string? Headers { get; init; }

    public int? Cookies { get; init; }

    /// <summary>Every value of every variable that comparisons.md names.</summary>
    public bool IsFull { get; init; }

    /// <summary>Makes the generator slow on purpose, in microseconds an event.</summary>
    public int Drag { get; init; }

    /// <summary>The matrix of networks that a run of the network tests left behind.</summary>
    public string? Networks { get; init; }

    public string[] Peers { get; init; } = [];

    public int RoundsOr(int small, int full) => Rounds ?? (IsFull ? full : small);

    public double SecondsOr(double small, double full) => Seconds ?? (IsFull ? full : small);

    public T[] ValuesOf<T>(T? said, T[] small, T[] full)
        where T : struct => said is { } one ? [one] : IsFull ? full : small;
}
