using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>Both directions at once.</summary>
internal sealed class DuplexScenario : IScenario
{
    public string Name => "duplex";

    public string Title => "Both ways at once";

    public string Claim => "Over WebSocket both sides send at once, on one connection.";

    public string Variables => "messages a second each way. Latency each way, connections and requests used.";

    public void Run(Lab lab, ResultBook book)
    {
        var plan = lab.Plan;
        var rate = plan.Rate ?? 100;
        var count = Math.Max(3, (long)(rate * plan.SecondsOr(0.3, 5)));
        var variables = new Dictionary<string, string> { ["rate"] = $"{rate:0.##}/s each way" };
        lab.Interleave(plan.RoundsOr(2, 5), (dialect, round) =>
        {
            lab.Say($"round {round + 1}, {dialect.Transport}");
            using var cell = lab.NewCell();
            cell.Open(dialect, plan.Clients ?? 1, setup => setup with { Path = Endpoints.Bus, PollInterval = TimeSpan.FromSeconds(plan.PollInterval ?? 1) });
            var result = cell.Run(new Flow { Down = count, Up = count, PerSecond = rate })[0];
            book.Add(
                dialect.Transport,
                variables,
                [
                    .. Figures.Latency(result.Down, "down "), .. Figures.Latency(result.Up, "up "), new(Figures.Connections, "/client", (double)result.Connections / (plan.Clients ?? 1)),
                    .. Figures.Bytes(result), Figures.CpuOf(result), Figures.FaultsOf(result),
                ],
                result.Down,
                result.Limit);
        });
        book.Charts.Add(new Chart(Chart.Bars, "TCP connections a client", [Figures.Connections], []));
        book.Notes.Add("A message is one that arrived, whichever way. Negotiation goes over a connection that is used again: a browser may open one more.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var socket = rows.FirstOrDefault(row => row.Subject == Dialect.WebSocket);
        var others = rows.Where(row => row.Subject != Dialect.WebSocket).ToList();
        if (socket is null || others.Count == 0)
        {
            return Judgement.NotHere("needs websocket and another transport in one run");
        }

        var finding = $"websocket used {Figure.Number(socket[Figures.Connections])} connection and {Figure.Number(socket[Figures.Requests])} requests a message, the others {Figure.Number(others.Min(row => row[Figures.Connections]))} connections and {others.Min(row => row[Figures.Requests]):0.00} to {others.Max(row => row[Figures.Requests]):0.00} requests; nothing was lost or doubled either way";
        return socket[Figures.Connections] <= 1 && others.TrueForAll(row => row[Figures.Connections] > 1) && rows.All(row => row[Figures.Faults] == 0)
            ? Judgement.Holds(finding)
            : Judgement.DependsOn(finding);
    }
}
