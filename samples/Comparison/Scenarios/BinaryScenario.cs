using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>Bytes that are no text.</summary>
internal sealed class BinaryScenario : IScenario
{
    private const string WireRatio = "wire / raw";

    public string Name => "binary";

    public string Title => "Binary messages";

    public string Claim => "WebSocket has better binary support.";

    public string Variables => "1 KiB, 64 KiB, 1 MiB of random bytes, either way. Size on the wire against the raw size, CPU, latency. ArrayBuffer, typed arrays and Blob: on the lab page, in a browser.";

    public void Run(Lab lab, ResultBook book)
    {
        foreach (var size in lab.Plan.ValuesOf(lab.Plan.Size, [1024, 65_536, 1_048_576], [1024, 65_536, 1_048_576]))
        {
            var count = lab.Plan.IsFull ? 100 : size > 100_000 ? 4 : 10;
            var rate = size > 100_000 ? 20 : 100;
            foreach (var isUp in new[] { false, true })
            {
                lab.Interleave(lab.Plan.RoundsOr(1, 3), (dialect, _) =>
                {
                    lab.Say($"{size} B {(isUp ? "up" : "down")}, {dialect.Transport}");
                    using var cell = lab.NewCell();
                    cell.Open(dialect, count: 1, setup => setup with { Path = Endpoints.Big, PollInterval = TimeSpan.FromMilliseconds(lab.Plan.PollInterval * 1000 ?? 50) });
                    var flow = new Flow { Down = isUp ? 0 : count, Up = isUp ? count : 0, PerSecond = rate, Size = size, IsBinary = true };
                    var result = cell.Run(flow)[0];
                    var latency = isUp ? result.Up : result.Down;
                    var carried = isUp ? result.Carried.Up - result.Carried.HeadUp : result.Carried.Down - result.Carried.HeadDown;
                    book.Add(
                        dialect.Transport,
                        new() { ["size"] = $"{size}", ["direction"] = isUp ? "up" : "down" },
                        [new(WireRatio, "", (double)carried / (result.PayloadUp + result.PayloadDown)), .. Figures.Latency(latency), Figures.CpuOf(result), Figures.FaultsOf(result)],
                        latency,
                        result.Limit);
                });
            }
        }

        book.Charts.Add(new Chart(Chart.Bars, "Bytes on the wire for each byte of 64 KiB, downstream, headers apart", [WireRatio], new() { ["size"] = "65536", ["direction"] = "down" }));
        book.Notes.Add("HTTP headers are left out of 'wire / raw'. A short poll asks every 50 ms here. Native clients of polls and JSON lines pay base64 too: --client native.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var large = rows.Where(row => row.Variables["direction"] == "down" && int.Parse(row.Variables["size"], null) >= 1024).ToList();
        var socket = large.Where(row => row.Subject == Dialect.WebSocket).Select(row => row[WireRatio]).ToList();
        var events = large.Where(row => row.Subject == Dialect.Sse).Select(row => row[WireRatio]).ToList();
        var others = large.Where(row => row.Subject is Dialect.Stream or Dialect.LongPoll).Select(row => row[WireRatio]).ToList();
        if (socket.Count == 0 || events.Count == 0)
        {
            return Judgement.NotHere("needs websocket and sse in one run");
        }

        var tail = others.Count == 0 ? "" : $", stream and long poll at most {others.Max():0.000}";
        var finding = $"of random bytes, sse carries {events.Min():0.00} to {events.Max():0.00} bytes for one (base64), websocket at most {socket.Max():0.000}{tail}: it is the event stream that is bad at binary, not HTTP";
        return events.Min() > 1.2 && socket.Max() < 1.05 && others.TrueForAll(ratio => ratio < 1.15) ? Judgement.DependsOn(finding)
            : events.Min() > 1.2 ? Judgement.Holds(finding)
            : Judgement.DoesNotHold(finding);
    }
}
