using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What an idle client costs the server, in a fresh process each: memory that somebody left behind would be reused and not be seen.</summary>
internal sealed class HeldConnectionsScenario : IScenario
{
    private const int WarmClients = 50;
    private const double QuietShare = 0.02; // of a core
    private const string Heap = "heap";

    public string Name => "held-connections";

    public string Title => "Idle clients";

    public string Claim => "Long-lived HTTP connections also cost the server.";

    public string Variables => "idle clients (--clients, up to 10,000 and more). Server memory after a forced collection, sockets and CPU per idle client.";

    public void Run(Lab lab, ResultBook book)
    {
        foreach (var clients in lab.Plan.ValuesOf(lab.Plan.Clients, [300], [1000, 5000, 10_000]))
        {
            Machine.EnsureDescriptors((clients + WarmClients) * 2);
            lab.Interleave(lab.Plan.RoundsOr(1, 2), (dialect, _) => Measure(lab, book, dialect, clients));
        }

        book.Charts.Add(new Chart(Chart.Bars, "Managed heap of the server per idle client, KiB", [Heap], []));
        book.Notes.Add($"A fresh server a row; {WarmClients} clients first, a forced collection, then the counted ones, quiet, a forced collection. The session's log holds nothing. RSS moves in the collector's segments: with few clients it says little. A short poller has no request under way between two polls, but its connection and session stay.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            return Judgement.NotHere("nothing was measured");
        }

        var cheapest = rows.MinBy(row => row[Heap])!;
        var dearest = rows.MaxBy(row => row[Heap])!;
        return Judgement.Holds($"an idle client holds {cheapest[Heap]:0.0} ({cheapest.Subject}) to {dearest[Heap]:0.0} KiB ({dearest.Subject}) of managed memory; 10,000 of them {dearest[Heap] * 10_000 / 1024:0} MiB at most. A held response costs about what a socket costs: the connection is the price, not the protocol");
    }

    private static void Measure(Lab lab, ResultBook book, Dialect dialect, int clients)
    {
        lab.Say($"{clients} clients, {dialect.Transport}");
        using var server = ServerUnderTest.Start("--without-wire");
        using var cell = lab.NewCell(server);
        var group = cell.Open(dialect, WarmClients, setup => setup with { Path = Endpoints.Bus });
        Settle(lab, cell, server);
        server.Control.ReadStats(collect: true);
        var before = server.Control.ReadStats(collect: true);
        var sockets = group.Traffic.Connections;
        group.Open(clients);
        Settle(lab, cell, server);
        var cpu = QuietestCpu(lab, cell, server);
        var after = server.Control.ReadStats(collect: true);
        book.Add(
            dialect.Transport,
            new() { ["clients"] = $"{clients}" },
            [
                new(Heap, "KiB/client", (after.HeapBytes - before.HeapBytes) / 1024.0 / clients),
                new("RSS", "KiB/client", (after.ResidentBytes - before.ResidentBytes) / 1024.0 / clients),
                new("sockets", "/client", (double)(group.Traffic.Connections - sockets) / clients),
                new("CPU of all", "ms/s", cpu),
            ]);
    }

    /// <summary>Until the process does next to nothing, or a while has passed: timers that run for ever are part of an idle server.</summary>
    private static void Settle(Lab lab, Cell cell, ServerUnderTest server)
    {
        var before = server.Control.ReadStats().CpuMicroseconds;
        for (var step = 0; step < 4; step++)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            cell.Loop.RunFor(TimeSpan.FromMilliseconds(150));
            var now = server.Control.ReadStats().CpuMicroseconds;
            if ((now - before) / 150_000 < QuietShare)
            {
                return;
            }

            before = now;
        }
    }

    private static double QuietestCpu(Lab lab, Cell cell, ServerUnderTest server)
    {
        var lowest = double.MaxValue;
        for (var step = 0; step < (lab.Plan.IsFull ? 5 : 1); step++)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            var before = server.Control.ReadStats().CpuMicroseconds;
            var window = lab.Plan.IsFull ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(0.25);
            cell.Loop.RunFor(window);
            lowest = Math.Min(lowest, (server.Control.ReadStats().CpuMicroseconds - before) / 1000 / window.TotalSeconds);
        }

        return lowest;
    }
}
