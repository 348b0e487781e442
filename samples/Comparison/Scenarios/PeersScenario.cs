using MultiTransport.Comparison.Peers;
using MultiTransport.Comparison.Results;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>The choices of today, each as its own documentation runs it, in one run.</summary>
internal sealed class PeersScenario : IScenario
{
    private const string Work = "work";
    private const string Echo = "echo";
    private const string FanOut = "fan-out";
    private const string Ratio = "CPU / RAW";
    private const int Size = 64;
    private const double PublishesPerSecond = 20;

    public string Name => "peers";

    public string Title => "Beside SignalR, Socket.IO and bare Kestrel";

    public string Claim => "Socket.IO, SSE and WebSocket are the choices of today.";

    public string Variables => "each peer's transports. Latency and CPU of an echo, bytes and requests per message, latency and CPU of a fan-out; ratios to RAW.";

    public void Run(Lab lab, ResultBook book)
    {
        var servers = new List<PeerServer>();
        try
        {
            foreach (var kind in PeerKind.All.Where(kind => lab.Plan.Peers.Length == 0 || kind.Name == Dialect.Raw || lab.Plan.Peers.Contains(kind.Name)))
            {
                lab.Say($"starting {kind.Name}");
                if (kind.Missing() is { } why)
                {
                    book.Notes.Add($"{kind.Name} is left out: {why}.");
                    continue;
                }

                servers.Add(new PeerServer(kind));
                book.Notes.Add($"{kind.Name}: {kind.Settings}.");
            }

            Run(lab, book, servers);
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var echo = rows.Where(row => row.Variables[Work] == Echo).ToList();
        var ours = echo.Where(row => row.Subject == PeerKind.Ours && row.Find(Ratio) is not null).ToList();
        if (ours.Count == 0)
        {
            return Judgement.NotHere("needs MultiTransport and RAW in one run");
        }

        string Of(string peer) => string.Join(", ", echo.Where(row => row.Subject == peer && row.Find(Ratio) is not null).Select(row => $"{row.Variables["transport"]} {row[Ratio]:0.00}"));
        var others = rows.Select(row => row.Subject).Distinct().Where(peer => peer is not Dialect.Raw and not PeerKind.Ours).Select(peer => $"{peer} {Of(peer)}");
        return Judgement.DependsOn($"server CPU of an echoed message, ratio to hand-written Kestrel loops of the same run: MultiTransport {Of(PeerKind.Ours)}; {string.Join("; ", others)}");
    }

    private static void Run(Lab lab, ResultBook book, List<PeerServer> servers)
    {
        var plan = lab.Plan;
        var clients = plan.Clients ?? 40;
        var rate = plan.Rate ?? 40;
        var listeners = plan.IsFull ? 1000 : clients;
        string[] transports = [.. plan.Transports.Where(transport => transport != Dialect.ShortPoll)]; // no peer has it
        var cells = servers.SelectMany(server => server.Kind.DialectsOf(transports).Select(dialect => (Server: server, Dialect: dialect))).ToList();
        var rounds = plan.RoundsOr(1, 5);
        for (var round = -1; round < rounds; round++)
        {
            var into = round < 0 ? new ResultBook() : book; // the first round warms up
            for (var index = 0; index < cells.Count; index++)
            {
                var (server, dialect) = cells[(index + Math.Max(0, round)) % cells.Count];
                lab.Say($"round {round + 1}, {server.Kind.Name} {dialect.Transport}");
                using var cell = new PeerCell(server, dialect, clients, TimeSpan.FromMicroseconds(plan.Drag), lab.Cancellation);
                var atRate = round < 0 ? 0.05 : plan.SecondsOr(0.25, 5);
                var saturated = round < 0 && plan.IsFull ? 10 : plan.SecondsOr(0.2, 5);
                Add(into, server, dialect, Echo, cell.Echo(rate, atRate, Size), cell.Saturate(saturated, Size));
                cell.Open(listeners - clients);
                Add(into, server, dialect, FanOut, cell.FanOut(PublishesPerSecond, atRate, Size), cell.SaturateFanOut(saturated, Size));
            }
        }

        book.AddRatios(Figures.Cpu, Ratio, Dialect.Raw);
        foreach (var work in new[] { Echo, FanOut })
        {
            book.Charts.Add(new Chart(Chart.Bars, $"Server CPU per message, {work}", [Figures.Cpu], new() { [Work] = work }));
        }

        book.Charts.Add(new Chart(Chart.Percentiles, "Echo over WebSocket by percentile", [], new() { [Work] = Echo, ["transport"] = Dialect.WebSocket }));
        book.Charts.Add(new Chart(Chart.Stack, "Bytes of an echoed message, both ways", [Figures.Headers, Figures.Framing, Figures.Payload], new() { [Work] = Echo }));
        book.Notes.Add($"Echo: {clients} clients, {rate:0.##} messages of {Size} B a second each, the time of a round trip from when it was due; its CPU is from a closed loop beside it, each client sending its next message when the one before has come back. Fan-out: {PublishesPerSecond:0} a second to {listeners} clients, from a POST to /publish; its CPU, too, is from a closed loop, {PeerCell.Outstanding} publishes on their way at any time. Requests have minimal headers. CPU is the server process's, all threads; a ratio is taken in each round against RAW over the same transport, then the median.");
    }

    private static void Add(ResultBook book, PeerServer server, Dialect dialect, string work, PeerResult result, PeerResult? saturated)
    {
        double Each(double total) => result.Messages == 0 ? double.NaN : total / result.Messages;
        var payload = work == Echo ? result.Size * 2.0 : result.Size;
        book.Add(
            server.Kind.Name,
            new() { ["transport"] = dialect.Transport, [Work] = work },
            [
                .. Figures.Latency(result.Latency),
                new(Figures.Cpu, "µs/msg", saturated is null ? Each(result.CpuMicroseconds) : saturated.CpuMicroseconds / saturated.Messages),
                new(Figures.Up, "B/msg", Each(result.Traffic.Up)),
                new(Figures.Down, "B/msg", Each(result.Traffic.Down)),
                new(Figures.Headers, "B/msg", Each(result.Traffic.Heads)),
                new(Figures.Framing, "B/msg", Each(result.Traffic.Total - result.Traffic.Heads) - payload),
                new(Figures.Payload, "B/msg", payload),
                new(Figures.Requests, "/msg", Each(result.Traffic.Requests)),
                new(Figures.Faults, "msg", result.Faults + (saturated?.Faults ?? 0)),
            ],
            result.Latency,
            result.Limit);
    }
}
