using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>From the instant at which the server publishes to the client's handler.</summary>
internal sealed class LatencyScenario : IScenario
{
    private const double HeldIsAsFast = 1.5;
    private const double Slack = 0.5; // ms
    private const double Together = 10_000; // deliveries a second that are nothing to either end

    public string Name => "latency";

    public string Title => "Server to client, as time goes by";

    public string Claim => "Full duplex is more real-time; long polling waits for the client to ask again.";

    public string Variables => "messages a second, clients, simulated round trip. p50 to p99.9, maximum, histogram.";

    public void Run(Lab lab, ResultBook book)
    {
        var plan = lab.Plan;
        var rounds = plan.RoundsOr(2, 5);
        var variants =
            (from rate in plan.ValuesOf(plan.Rate, [50.0], [1, 10, 100, 1000])
             from clients in plan.ValuesOf(plan.Clients, [10], [1, 50, 500])
             from trip in plan.ValuesOf(plan.RoundTrip, [0, 100], [0, 20, 100, 300])
             where rate * clients <= 50_000 // what one generator thread can read
             select (Rate: rate, Clients: clients, Trip: trip)).ToArray();
        foreach (var variant in variants)
        {
            var variables = new Dictionary<string, string> { ["rate"] = $"{variant.Rate:0.##}/s", ["clients"] = $"{variant.Clients}", ["round trip"] = $"{variant.Trip} ms" };
            lab.Say(string.Join(", ", variables.Select(pair => $"{pair.Key} {pair.Value}")));
            using var relay = variant.Trip > 0 ? new Relay(lab.Server.EndPoint, TimeSpan.FromMilliseconds(variant.Trip / 2.0)) : null;
            var seconds = plan.SecondsOr(0.6, 5);
            var flow = new Flow { Down = Math.Max(3, (long)(variant.Rate * seconds)), PerSecond = variant.Rate };
            ClientSetup Configure(ClientSetup setup) => setup with { Path = Endpoints.Bus, PollInterval = TimeSpan.FromSeconds(plan.PollInterval ?? 1) };
            if (variant.Rate * variant.Clients * plan.Transports.Length <= Together)
            {
                for (var round = 0; round < rounds; round++)
                {
                    using var cell = lab.NewCell();
                    foreach (var dialect in lab.Dialects)
                    {
                        cell.Open(dialect, variant.Clients, Configure, relay?.EndPoint);
                    }

                    cell.Run(flow).ForEach(result => Add(book, variables, result));
                }
            }
            else
            {
                lab.Interleave(rounds, (dialect, _) =>
                {
                    using var cell = lab.NewCell();
                    cell.Open(dialect, variant.Clients, Configure, relay?.EndPoint);
                    Add(book, variables, cell.Run(flow)[0]);
                });
            }
        }

        foreach (var trip in variants.Select(variant => variant.Trip).Distinct())
        {
            var where = new Dictionary<string, string> { ["rate"] = $"{variants[0].Rate:0.##}/s", ["clients"] = $"{variants[0].Clients}", ["round trip"] = $"{trip} ms" };
            book.Charts.Add(new Chart(Chart.Percentiles, $"Latency by percentile, round trip {trip} ms, {variants[0].Rate:0.##} messages/s to {variants[0].Clients} clients", [], where));
            book.Charts.Add(new Chart(Chart.Histogram, $"Latency histogram, round trip {trip} ms", [], where));
        }

        book.Notes.Add("Open loop: message i is due at start + i × interval whatever came before, and its time counts from when it was due, so a late sender does not look fast (no coordinated omission).");
        book.Notes.Add($"Up to {Together:#,0} deliveries a second, all transports hang on one bus at once: one publish goes to the clients of all five in the same instant. Above, they take turns.");
        book.Notes.Add($"The short poll asks every {plan.PollInterval ?? 1} s. A simulated round trip delays bytes, half of it each way; TCP's own handshake is not delayed.");
    }

    private static void Add(ResultBook book, Dictionary<string, string> variables, CellResult result) => book.Add(
        result.Dialect.Transport, variables, [.. Figures.Latency(result.Down), Figures.FaultsOf(result)], result.Down, result.Limit);

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var parts = new List<string>();
        var isSlower = false;
        var isAlike = false;
        foreach (var setting in rows.GroupBy(row => row.VariablesText))
        {
            var socket = setting.FirstOrDefault(row => row.Subject == Dialect.WebSocket);
            var poll = setting.FirstOrDefault(row => row.Subject == Dialect.LongPoll);
            if (socket is null || poll is null)
            {
                continue;
            }

            var held = setting.Where(row => row.Subject is Dialect.Sse or Dialect.Stream).Select(row => row[Figures.P50]).DefaultIfEmpty(double.NaN).Max();
            // The least disturbed round of each: another program of the machine only ever adds time.
            var isPollSlower = poll.Find(Figures.P50)!.Low > (socket.Find(Figures.P50)!.Low * HeldIsAsFast) + Slack;
            isSlower |= isPollSlower;
            isAlike |= !isPollSlower;
            parts.Add($"{setting.Key}: p50 websocket {Figure.Number(socket[Figures.P50])}, sse and stream at most {Figure.Number(held)}, longpoll {Figure.Number(poll[Figures.P50])} ms");
        }

        var finding = string.Join("; ", parts) + ". A held response is as fast downstream as a socket; a long poll is behind when a message comes while its next request is on its way";
        return parts.Count == 0 ? Judgement.NotHere("needs websocket and longpoll in one run")
            : isSlower && isAlike ? Judgement.DependsOn(finding + ": it depends on the round trip and the rate")
            : isSlower ? Judgement.Holds(finding)
            : Judgement.DoesNotHold(finding);
    }
}
