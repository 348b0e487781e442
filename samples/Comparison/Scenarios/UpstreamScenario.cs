using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>From a client to the handler.</summary>
internal sealed class UpstreamScenario : IScenario
{
    public string Name => "upstream";

    public string Title => "Client to server";

    public string Claim => "Over HTTP each send is a request; over WebSocket it is a frame.";

    public string Variables => "messages a second and client, size, cookies. Latency, bytes, requests, server CPU per message.";

    public void Run(Lab lab, ResultBook book)
    {
        var plan = lab.Plan;
        var clients = plan.Clients ?? 10;
        var variants =
            (from rate in plan.ValuesOf(plan.Rate, [100.0], [1, 10, 100, 500])
             from size in plan.ValuesOf(plan.Size, [64], [64, 1024, 16_384])
             from cookies in plan.ValuesOf(plan.Cookies, [0, 4096], [0, 1024, 4096])
             select (Rate: rate, Size: size, Cookies: cookies)).ToArray();
        foreach (var variant in variants)
        {
            var variables = new Dictionary<string, string> { ["rate"] = $"{variant.Rate:0.##}/s", ["size"] = $"{variant.Size}", ["cookies"] = $"{variant.Cookies}" };
            lab.Say(string.Join(", ", variables.Select(pair => $"{pair.Key} {pair.Value}")));
            var flow = new Flow { Up = Math.Max(3, (long)(variant.Rate * plan.SecondsOr(0.2, 5))), PerSecond = variant.Rate, Size = variant.Size };
            lab.Interleave(plan.RoundsOr(2, 5), (dialect, round) =>
            {
                using var cell = lab.NewCell();
                cell.Open(dialect, clients, setup => setup with { Path = Endpoints.Bus, Headers = HeaderSet.Chromium.WithCookies(variant.Cookies), PollInterval = TimeSpan.FromSeconds(plan.PollInterval ?? 1) });
                var result = cell.Run(flow)[0];
                book.Add(
                    dialect.Transport, variables, [.. Figures.Latency(result.Up), .. Figures.Bytes(result), Figures.CpuOf(result), Figures.FaultsOf(result)], result.Up, result.Limit);
            });
        }

        var where = new Dictionary<string, string> { ["rate"] = $"{variants[0].Rate:0.##}/s", ["size"] = $"{variants[0].Size}", ["cookies"] = $"{variants[0].Cookies}" };
        book.Charts.Add(new Chart(Chart.Percentiles, "Latency upstream by percentile", [], where));
        book.Charts.Add(new Chart(Chart.Stack, $"Bytes on the wire for a message of {variants[0].Size} B upstream", [Figures.Headers, Figures.Framing, Figures.Payload], where));
        book.Charts.Add(new Chart(Chart.Bars, "Server CPU per message upstream", [Figures.Cpu], where));
        book.Notes.Add($"{clients} clients with Chromium's headers. A client has one request under way; what is sent meanwhile goes with the next, so over a slow network a request carries several messages. Idle polls of the same client are counted in.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var socket = rows.Where(row => row.Subject == Dialect.WebSocket).ToList();
        var posts = rows.Where(row => row.Subject != Dialect.WebSocket).ToList();
        if (socket.Count == 0 || posts.Count == 0)
        {
            return Judgement.NotHere("needs websocket and another transport in one run");
        }

        var first = posts.Where(row => row.VariablesText == socket[0].VariablesText).ToList();
        var finding = $"a message costs {first.Min(row => row[Figures.Requests]):0.00} to {first.Max(row => row[Figures.Requests]):0.00} requests and up to {Figure.Number(first.Max(row => row[Figures.Up]))} B up over HTTP, none and {Figure.Number(socket[0][Figures.Up])} B over websocket; CPU {Figure.Number(first.Min(row => row[Figures.Cpu]))} to {Figure.Number(first.Max(row => row[Figures.Cpu]))} against {Figure.Number(socket[0][Figures.Cpu])} µs. A request takes along what waited: it is one a round trip, not one a message";
        return socket.TrueForAll(row => row[Figures.Requests] < 0.01) && first.TrueForAll(row => row[Figures.Requests] > 0.5) ? Judgement.Holds(finding) : Judgement.DependsOn(finding);
    }
}
