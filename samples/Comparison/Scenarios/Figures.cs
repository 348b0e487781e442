using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>The quantities that scenarios share, by one name each: rows of different scenarios can be laid side by side.</summary>
internal static class Figures
{
    public const string P50 = "p50";
    public const string P99 = "p99";
    public const string Up = "bytes up";
    public const string Down = "bytes down";
    public const string Headers = "headers";
    public const string Framing = "framing";
    public const string Payload = "payload";
    public const string Share = "protocol share";
    public const string Requests = "requests";
    public const string Connections = "connections";
    public const string Cpu = "CPU";
    public const string Faults = "lost or doubled";

    private const string BytesEach = "B/msg";

    public static IEnumerable<Measured> Latency(Histogram latency, string prefix = "") => latency.Count == 0
        ? []
        :
        [
            new(prefix + P50, "ms", latency.Milliseconds(50)),
            new(prefix + "p90", "ms", latency.Milliseconds(90)),
            new(prefix + P99, "ms", latency.Milliseconds(99)),
            new(prefix + "p99.9", "ms", latency.Milliseconds(99.9)),
            new(prefix + "max", "ms", latency.Max / 1e6),
        ];

    public static IEnumerable<Measured> Bytes(CellResult cell)
    {
        var payload = cell.PayloadUp + cell.PayloadDown;
        return
        [
            new(Up, BytesEach, cell.PerMessage(cell.Carried.Up)),
            new(Down, BytesEach, cell.PerMessage(cell.Carried.Down)),
            new(Headers, BytesEach, cell.PerMessage(cell.Carried.Heads)),
            new(Framing, BytesEach, cell.PerMessage(cell.Carried.Total - cell.Carried.Heads - payload)),
            new(Payload, BytesEach, cell.PerMessage(payload)),
            new(Share, "%", 100.0 * (cell.Carried.Total - payload) / cell.Carried.Total),
            new(Requests, "/msg", cell.PerMessage(cell.Carried.Requests)),
        ];
    }

    public static Measured CpuOf(CellResult cell) => new(Cpu, "µs/msg", cell.PerMessage(cell.CpuMicroseconds));

    public static Measured FaultsOf(CellResult cell) => new(Faults, "msg", cell.Faults);
}
