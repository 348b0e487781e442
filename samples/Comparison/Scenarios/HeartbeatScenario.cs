using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>How long it takes until each side knows that the other is gone.</summary>
internal sealed class HeartbeatScenario : IScenario
{
    private const string ClientKnows = "client knows";
    private const string ServerKnows = "server knows";
    private const string BytesPerHour = "heartbeats";
    private const string Vanished = "vanishes";
    private const string Closed = "closes";
    private const double SecondsPerHour = 3600;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public string Name => "heartbeat";

    public string Title => "Is anybody still there";

    public string Claim => "A heartbeat shows whether the peer is still there.";

    public string Variables => "peer vanishes without a FIN, peer closes; heartbeat. Time until each side knows, bytes an hour of heartbeats.";

    public void Run(Lab lab, ResultBook book)
    {
        foreach (var heartbeat in lab.Plan.ValuesOf(lab.Plan.Heartbeat, [1.0], [5, 15, 30]))
        {
            using var server = ServerUnderTest.Start("--heartbeat", FormattableString.Invariant($"{heartbeat}"));
            Close(lab, book, server, heartbeat);
            Vanish(lab, book, server, heartbeat);
        }

        book.Charts.Add(new Chart(Chart.Bars, "Seconds until the client knows that the server vanished", [ClientKnows], new() { ["peer"] = Vanished }));
        book.Notes.Add("A relay between both goes silent: no FIN, no RST, packets into nothing. All transports at once, a client each, on a server of their own. The server looks every 0.5 s; it pings after a heartbeat of silence and gives up two heartbeats later. A client pings after 1.25 heartbeats and gives up after 1.75; a poll after its hold (a heartbeat here) and 3 s. Between two polls a server has nobody to miss: a session of a poller that stops ends with its resume time, and 'server knows' tells when its poll was over.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var gone = rows.Where(row => row.Variables["peer"] == Vanished && row.Find(ClientKnows) is not null).ToList();
        if (gone.Count == 0)
        {
            return Judgement.NotHere("nothing was measured");
        }

        var heartbeat = gone[0].Variables["heartbeat"];
        var closes = rows.Where(row => row.Variables["peer"] == Closed).Select(row => row[ServerKnows]).Where(double.IsFinite).ToList();
        var finding = $"with a heartbeat of {heartbeat}, a client knows after {gone.Min(row => row[ClientKnows]):0.0} to {gone.Max(row => row[ClientKnows]):0.0} s that the server vanished, the server after {gone.Select(row => row[ServerKnows]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max():0.0} s at most; a peer that closes is known after {closes.DefaultIfEmpty(double.NaN).Max():0.00} s, heartbeat or not. Without a heartbeat a vanished peer is not known at all until something is written";
        return gone.TrueForAll(row => row[ClientKnows] > 0) ? Judgement.Holds(finding) : Judgement.DoesNotHold(finding);
    }

    private static List<ClientGroup> Open(Lab lab, Cell cell, Relay relay, double heartbeat) =>
    [
        .. lab.Plan.Transports.Select(transport => cell.Open(
            Dialect.Of(transport, Dialect.Sdk),
            count: 1,
            setup => setup with { Path = Endpoints.Fast, Heartbeat = TimeSpan.FromSeconds(heartbeat), Hold = TimeSpan.FromSeconds(heartbeat), PollInterval = TimeSpan.FromSeconds(Math.Min(1, heartbeat / 2)) },
            relay.EndPoint)),
    ];

    private static void Vanish(Lab lab, ResultBook book, ServerUnderTest server, double heartbeat)
    {
        using var relay = new Relay(server.EndPoint, TimeSpan.Zero);
        using var cell = lab.NewCell(server);
        var groups = Open(lab, cell, relay, heartbeat);
        lab.Say($"heartbeat {heartbeat} s: idle");
        var idle = TimeSpan.FromSeconds(heartbeat * 1.6);
        var before = groups.ConvertAll(group => group.Traffic.Read());
        Wait(lab, cell, idle, () => false);
        var after = groups.ConvertAll(group => group.Traffic.Read());

        lab.Say($"heartbeat {heartbeat} s: silence");
        var attached = TransportsAttached(server);
        relay.IsSilent = true;
        var start = MonotonicClock.Now;
        var server0 = new Dictionary<string, double>();
        Wait(lab, cell, TimeSpan.FromSeconds((heartbeat * 4) + 5), () =>
        {
            var now = TransportsAttached(server);
            foreach (var transport in attached.Where(transport => !now.Contains(transport)))
            {
                server0.TryAdd(transport, (MonotonicClock.Now - start) / 1e9);
            }

            return groups.TrueForAll(group => group.Clients[0].DeadAt > 0) && server0.Count == attached.Count;
        });
        for (var index = 0; index < groups.Count; index++)
        {
            var transport = groups[index].Dialect.Transport;
            var traffic = after[index] - before[index];
            var dead = groups[index].Clients[0].DeadAt;
            book.Add(
                transport,
                Describe(Vanished, heartbeat),
                [
                    new(ClientKnows, "s", dead == 0 ? double.NaN : (dead - start) / 1e9),
                    new(ServerKnows, "s", server0.TryGetValue(transport, out var knows) ? knows : double.NaN),
                    new(BytesPerHour, "B/h", traffic.Total / idle.TotalSeconds * SecondsPerHour),
                ],
                remark: dead == 0 ? "the client never found out" : null);
        }
    }

    /// <summary>The client's sockets are closed as an ending process closes them.</summary>
    private static void Close(Lab lab, ResultBook book, ServerUnderTest server, double heartbeat)
    {
        lab.Say($"heartbeat {heartbeat} s: close");
        using var relay = new Relay(server.EndPoint, TimeSpan.Zero);
        var cell = lab.NewCell(server);
        Open(lab, cell, relay, heartbeat);
        var attached = TransportsAttached(server);
        cell.Dispose();
        var start = MonotonicClock.Now;
        while (attached.Count > 0 && MonotonicClock.Now - start < MonotonicClock.Of(TimeSpan.FromSeconds(5)))
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            var now = TransportsAttached(server);
            foreach (var transport in attached.Where(transport => !now.Contains(transport)).ToList())
            {
                book.Add(transport, Describe(Closed, heartbeat), [new(ServerKnows, "s", (MonotonicClock.Now - start) / 1e9)]);
                attached.Remove(transport);
            }

            Thread.Sleep(1);
        }
    }

    private static Dictionary<string, string> Describe(string peer, double heartbeat) => new() { ["peer"] = peer, ["heartbeat"] = $"{heartbeat:0.##} s" };

    private static HashSet<string> TransportsAttached(ServerUnderTest server) =>
        [.. server.Control.ReadSessions().Where(session => session.Transport is not null).Select(session => session.Transport!)];

    private static void Wait(Lab lab, Cell cell, TimeSpan limit, Func<bool> condition)
    {
        var end = MonotonicClock.Now + MonotonicClock.Of(limit);
        while (MonotonicClock.Now < end && !condition())
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            cell.Loop.RunFor(Step);
        }
    }
}
