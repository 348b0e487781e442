using MultiTransport.Comparison.Measures;
using MultiTransport.Load;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Peers;

/// <summary>What one dialect did on its peer's server in one round.</summary>
internal sealed record PeerResult(Histogram Latency, long Messages, TrafficCount Traffic, Stats Spent, TimeSpan Time, double GeneratorBusy, long Faults, int Size, string? Limit)
{
    public double CpuMicroseconds => Spent.CpuMicroseconds;
}
