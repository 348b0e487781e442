using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>What one dialect did in one round.</summary>
internal sealed record CellResult
{
    public required Dialect Dialect { get; init; }

    /// <summary>Server to client, or round trip where it echoes.</summary>
    public required Histogram Down { get; init; }

    /// <summary>Client to handler.</summary>
    public required Histogram Up { get; init; }

    /// <summary>Messages that arrived at their other end.</summary>
    public required long Messages { get; init; }

    public required long PayloadUp { get; init; }

    public required long PayloadDown { get; init; }

    public required TrafficCount Traffic { get; init; }

    /// <summary>Connections since the clients began to open.</summary>
    public required int Connections { get; init; }

    /// <summary>What the server's sockets counted meanwhile for this transport, below HTTP; null where they do not count.</summary>
    public required TrafficCount? Wire { get; init; }

    /// <summary>The server's count where it counts, else the generator's.</summary>
    public TrafficCount Carried => Wire ?? Traffic;

    public required double CpuMicroseconds { get; init; }

    public required TimeSpan Time { get; init; }

    /// <summary>Messages that never came, came twice or out of order.</summary>
    public long Faults => FaultDetails.Values.Sum();

    /// <summary>The same by kind.</summary>
    public required Dictionary<string, long> FaultDetails { get; init; }

    public string FaultText => string.Join(", ", FaultDetails.Where(pair => pair.Value != 0).Select(pair => $"{pair.Value} {pair.Key}"));

    /// <summary>Who did not keep up; null where all did.</summary>
    public required string? Limit { get; init; }

    public double PerMessage(double total) => Messages == 0 ? double.NaN : total / Messages;
}
