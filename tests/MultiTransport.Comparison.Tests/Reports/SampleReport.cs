using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Tests.Reports;

/// <summary>A run with one of everything, and with text that has to be escaped.</summary>
internal static class SampleReport
{
    public static Report New(double p50 = 1.5, string partial = "") => new()
    {
        Command = "dotnet run -- -s latency --note '<b>&'",
        Date = new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero),
        Machine = new MachineDescription("A processor <fast> & cheap", 2, "Linux", "4 GiB", "nothing pinned"),
        Versions = ".NET 10",
        Partial = partial,
        Notes = { "a note" },
        Scenarios =
        {
            new ScenarioResult("latency", "Server to client", "Full duplex is <more> real-time.", Verdict.DependsOn, "p50 < 2 ms & more")
            {
                Rows =
                {
                    NewRow("websocket", p50), NewRow("longpoll", p50 * 2),
                },
                Charts =
                {
                    new Chart(Chart.Percentiles, "By percentile", [], new() { ["round trip"] = "0 ms" }),
                    new Chart(Chart.Histogram, "Histogram", [], []),
                    new Chart(Chart.Bars, "CPU", ["CPU"], []),
                    new Chart(Chart.Stack, "Bytes", ["headers", "framing", "payload"], []),
                    new Chart(Chart.Bars, "Nobody has it", ["nothing"], []),
                },
                Drawings = { new Drawing("A frame", "FIN 1 <last>") },
                Notes = { "said of the method" },
                Command = "dotnet run -- -s latency",
                Seconds = 1.2,
            },
            new ScenarioResult("firewall", "Networks", "WebSocket passes.", Verdict.NotHere, "not here"),
        },
    };

    private static Row NewRow(string subject, double p50) => new(
        subject,
        new() { ["round trip"] = "0 ms" },
        [
            new Figure("p50", "ms", [p50, p50 * 1.01, p50 * 0.99]), new Figure("CPU", "µs/msg", [12]),
            new Figure("headers", "B/msg", [100]), new Figure("framing", "B/msg", [10]), new Figure("payload", "B/msg", [64]),
        ])
    {
        Latency = [new Bucket((long)(p50 * 1e6), 90), new Bucket((long)(p50 * 3e6), 10)],
        Note = "a remark",
    };
}
