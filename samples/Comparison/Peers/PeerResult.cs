using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Peers;

/// <summary>What one dialect did on its peer's server in one round.</summary>
internal sealed record PeerResult(Histogram Latency, long Messages, TrafficCount Traffic, double CpuMicroseconds, long Faults, int Size, string? Limit);
