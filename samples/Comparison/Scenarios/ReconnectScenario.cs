using System.Net;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>The connection is cut while messages go both ways.</summary>
internal sealed class ReconnectScenario : IScenario
{
    private const string Resumed = "time to resume";
    private const string ResumeBytes = "bytes to resume";
    private const string Cuts = "cuts";
    private const string EventSource = "EventSource";
    private const double PerSecond = 100;

    public string Name => "reconnect";

    public string Title => "Cut and resumed";

    public string Claim => "SSE reconnects by itself, WebSocket must be made to.";

    public string Variables => "cut once, cut again and again, server restart. Time to resume, messages lost and doubled (both must be 0), bytes to resume.";

    public void Run(Lab lab, ResultBook book)
    {
        var dialects = lab.Plan.Transports.Select(transport => Dialect.Of(transport, Dialect.Sdk)).ToList();
        var often = TimeSpan.FromSeconds(lab.Plan.IsFull ? 5 : 0.25);
        foreach (var dialect in dialects)
        {
            lab.Say($"{dialect.Transport}, cut once");
            Cut(lab, book, dialect, dialect.Transport, "once", lab.Plan.SecondsOr(0.4, 4), TimeSpan.FromSeconds(0.2), cuts: 1);
            lab.Say($"{dialect.Transport}, cut every {often.TotalSeconds} s");
            Cut(lab, book, dialect, dialect.Transport, $"every {often.TotalSeconds:0.##} s", lab.Plan.SecondsOr(0.9, 32), often, cuts: lab.Plan.IsFull ? 6 : 3);
        }

        if (lab.Plan.Transports.Contains(Dialect.Sse))
        {
            lab.Say("a browser's EventSource, cut once");
            Cut(lab, book, Dialect.Of(Dialect.Sse, Dialect.Native), EventSource, "once", lab.Plan.SecondsOr(0.4, 4), TimeSpan.FromSeconds(0.2), cuts: 1);
        }

        Restart(lab, book, dialects);
        book.Charts.Add(new Chart(Chart.Bars, "Milliseconds from the cut to the next attach", [Resumed], new() { ["cut"] = "once" }));
        book.Notes.Add($"{PerSecond:0} messages a second each way, numbered and counted at both ends; a relay resets the connections in between. 'time to resume' is from the cut to the client being attached again; a short poll notices with its next poll. EventSource (downstream only) waits as long as the server told it to with retry:, which is jittered between 1 and 5 s. A bare WebSocket has no resumption: what was under way is lost, and the application must open another.");
        book.Notes.Add("After a restart the session is gone, which the client is told: it negotiates anew, and what was not acked has an unknown outcome. Timed from the instant the new server listened.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var sdk = rows.Where(row => row.Subject != EventSource && row.Find(Figures.Faults) is not null).ToList();
        if (sdk.Count == 0)
        {
            return Judgement.NotHere("nothing was measured");
        }

        var faults = rows.Sum(row => row.Find(Figures.Faults)?.High ?? 0);
        var once = sdk.Where(row => row.Variables["cut"] == "once").ToList();
        var browser = rows.FirstOrDefault(row => row.Subject == EventSource);
        var finding = $"{faults:0} messages lost or doubled in {rows.Sum(row => row.Find(Cuts)?.Median ?? 0):0} cuts; through the SDK every transport is back within {once.Max(row => row[Resumed]):0} ms (websocket {once.FirstOrDefault(row => row.Subject == Dialect.WebSocket)?[Resumed]:0.0} ms){(browser is null ? "" : $", a browser's EventSource by itself after {browser[Resumed]:0} ms")}. Bare, it is so: SSE comes back and WebSocket does not";
        return faults > 0 ? Judgement.DoesNotHold($"{faults:0} messages were lost or doubled, which must not be. " + finding) : Judgement.DependsOn(finding + "; with a client above, the difference is gone");
    }

    private static void Cut(Lab lab, ResultBook book, Dialect dialect, string subject, string cut, double seconds, TimeSpan every, int cuts)
    {
        using var relay = new Relay(lab.Server.EndPoint, TimeSpan.Zero);
        using var cell = lab.NewCell();
        var group = cell.Open(
            dialect, count: 1, setup => setup with { Path = Endpoints.Bus, Resumes = true, PollInterval = TimeSpan.FromMilliseconds(200), Headers = HeaderSet.Chromium }, relay.EndPoint);
        var times = new List<double>();
        for (var number = 1; number <= cuts; number++)
        {
            cell.Loop.After(every * number, () => CutNow(cell, relay, group.Clients[0], times));
        }

        var count = (long)(PerSecond * seconds);
        var result = cell.Run(new Flow { Down = count, Up = subject == EventSource ? 0 : count, PerSecond = PerSecond, Patience = TimeSpan.FromSeconds(15) })[0];
        cell.Loop.RunUntil(() => times.Count >= cuts, TimeSpan.FromSeconds(8));
        book.Add(
            subject,
            new() { ["cut"] = cut },
            [
                new(Cuts, "", cuts),
                .. times.Select(time => new Measured(Resumed, "ms", time)),
                new(ResumeBytes, "B", subject == EventSource ? double.NaN : BytesToResume(lab, cell, relay, group)),
                new(Figures.Faults, "msg", result.Faults + group.Clients[0].Lost),
            ],
            result.Down,
            result.Limit);
    }

    private static void CutNow(Cell cell, Relay relay, LoadClient client, List<double> times)
    {
        var at = MonotonicClock.Now;
        relay.Cut();
        Look();

        void Look()
        {
            if (client.AttachedAt > at)
            {
                times.Add((client.AttachedAt - at) / 1e6);
            }
            else
            {
                cell.Loop.After(TimeSpan.FromMilliseconds(1), Look);
            }
        }
    }

    /// <summary>Cut once more, with nothing to say.</summary>
    private static double BytesToResume(Lab lab, Cell cell, Relay relay, ClientGroup group)
    {
        var client = group.Clients[0];
        lab.Cancellation.ThrowIfCancellationRequested();
        var before = group.Traffic.Read();
        var at = MonotonicClock.Now;
        relay.Cut();
        var isBack = cell.Loop.RunUntil(() => client.AttachedAt > at, TimeSpan.FromSeconds(8));
        cell.Loop.RunFor(TimeSpan.FromMilliseconds(20));
        return isBack ? (group.Traffic.Read() - before).Total : double.NaN;
    }

    private static void Restart(Lab lab, ResultBook book, List<Dialect> dialects)
    {
        lab.Say("server restart");
        var first = ServerUnderTest.Start();
        IPEndPoint measured = first.EndPoint, control = first.Control.Address;
        Cell? cell = null;
        try
        {
            cell = lab.NewCell(first);
            var groups = dialects.ConvertAll(dialect => cell.Open(
                dialect, count: 1, setup => setup with { Path = Endpoints.Bus, Resumes = true, PollInterval = TimeSpan.FromMilliseconds(200) }));
            first.Dispose();
            cell.Loop.RunFor(TimeSpan.FromMilliseconds(100));
            using var second = ServerUnderTest.Start("--port", $"{measured.Port}", "--control-port", $"{control.Port}");
            var listening = MonotonicClock.Now;
            cell.Loop.RunUntil(() => groups.TrueForAll(group => group.Clients[0].AttachedAt > listening), TimeSpan.FromSeconds(8));
            foreach (var group in groups)
            {
                var attached = group.Clients[0].AttachedAt;
                book.Add(
                    group.Dialect.Transport,
                    new() { ["cut"] = "server restart" },
                    [new(Cuts, "", 1), new(Resumed, "ms", attached > listening ? (attached - listening) / 1e6 : double.NaN)],
                    remark: attached > listening ? null : "did not come back within 8 s");
            }
        }
        finally
        {
            cell?.Dispose();
            first.Dispose();
        }
    }
}
