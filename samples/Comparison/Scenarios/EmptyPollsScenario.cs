using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What a client costs that has nothing to say and is told nothing.</summary>
internal sealed class EmptyPollsScenario : IScenario
{
    private const double SecondsPerHour = 3600;
    private const double HeartbeatSeconds = 15;
    private const double HoldSeconds = 20;
    private const string RequestsPerHour = "requests/h";
    private const string BytesPerHour = "bytes/h";
    private const string Empty = "of them for nothing";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2.7);
    private static readonly TimeSpan MeasuredInterval = TimeSpan.FromMilliseconds(100);
    private static readonly int[] Thousands = [1, 10, 100];

    public string Name => "empty-polls";

    public string Title => "Asking for nothing";

    public string Claim => "Short polling asks again and again for nothing.";

    public string Variables => "a message every 0.1, 1, 10, 60 s; poll interval. Requests and bytes an hour and client, scaled to 1 k, 10 k and 100 k clients.";

    public void Run(Lab lab, ResultBook book)
    {
        var headers = HeaderSet.Chromium;
        foreach (var idle in MeasureIdle(lab, headers))
        {
            foreach (var every in lab.Plan.IsFull ? [0.1, 1, 10, 60] : new[] { 1.0, 60 })
            {
                foreach (var period in PeriodsOf(idle.Dialect, lab.Plan))
                {
                    AddRow(book, idle, every, period);
                }
            }
        }

        book.Charts.Add(new Chart(Chart.Bars, "Bytes an hour for a client that is told something once a minute", [BytesPerHour], new() { ["message every"] = "60 s" }));
        book.Notes.Add($"Measured: what one empty poll or one heartbeat costs, both ways, with {headers.Name} headers, over {Window.TotalSeconds} s. Computed from it: the hour, and the thousands of clients. The server pings after {HeartbeatSeconds} s of silence and holds a poll for {HoldSeconds} s (its defaults); those two are measured with periods of 1 s.");
        book.Notes.Add("The bytes of the messages themselves are in 'overhead'; here is what is spent beside them.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var quiet = rows.Where(row => row.Variables["message every"] == "60 s").ToList();
        var polls = quiet.Find(row => row.Subject == Dialect.ShortPoll && row.Variables["asks every"] == "1 s") ?? quiet.Find(row => row.Subject == Dialect.ShortPoll);
        var held = quiet.Find(row => row.Subject == Dialect.LongPoll);
        var socket = quiet.Find(row => row.Subject == Dialect.WebSocket);
        if (polls is null || socket is null)
        {
            return Judgement.NotHere("needs shortpoll and websocket in one run");
        }

        var longPoll = held is null ? "" : $", a long poll {held[RequestsPerHour]:0} and {held[BytesPerHour] / 1000:#,0} kB";
        var finding = $"a short poll every {polls.Variables["asks every"]} makes {polls[RequestsPerHour]:#,0} requests an hour, {polls[Empty]:#,0} of them for nothing, and {polls[BytesPerHour] / 1e6:0.0} MB{longPoll}, an idle websocket no request and {socket[BytesPerHour] / 1000:0.0} kB of heartbeats";
        return polls[Empty] > polls[RequestsPerHour] / 2 && polls[BytesPerHour] > 10 * socket[BytesPerHour] ? Judgement.Holds(finding) : Judgement.DependsOn(finding);
    }

    private static List<IdleCost> MeasureIdle(Lab lab, HeaderSet headers)
    {
        lab.Say("idle clients of every transport");
        using var cell = lab.NewCell();
        var groups = lab.Dialects.Select(dialect => cell.Open(
            dialect, count: 1, setup => setup with { Path = Endpoints.Fast, Headers = headers, PollInterval = MeasuredInterval })).ToList();
        var before = groups.ConvertAll(group => group.Traffic.Read());
        var pings = groups.ConvertAll(group => group.Clients[0].Pings);
        var end = MonotonicClock.Now + MonotonicClock.Of(Window);
        while (MonotonicClock.Now < end)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            cell.Loop.RunFor(TimeSpan.FromMilliseconds(100));
        }

        return
        [
            .. groups.Select((group, index) =>
            {
                var traffic = group.Traffic.Read() - before[index];
                var isPoll = group.Dialect.Transport is Dialect.LongPoll or Dialect.ShortPoll;
                var exchanges = isPoll ? traffic.Requests : group.Clients[0].Pings - pings[index];
                return new IdleCost(group.Dialect, exchanges == 0 ? double.NaN : (double)traffic.Total / exchanges, exchanges == 0 ? 0 : (double)traffic.Requests / exchanges, exchanges);
            }),
        ];
    }

    private static double[] PeriodsOf(Dialect dialect, Plan plan) => dialect.Transport switch
    {
        Dialect.ShortPoll => plan.PollInterval is { } said ? [said] : [0.1, 1, 10],
        Dialect.LongPoll => [HoldSeconds],
        _ => [HeartbeatSeconds],
    };

    private static void AddRow(ResultBook book, IdleCost idle, double every, double period)
    {
        var isShort = idle.Dialect.Transport == Dialect.ShortPoll;
        var isLong = idle.Dialect.Transport == Dialect.LongPoll;

        // A short poll asks whatever happens; a long poll is answered by the message and asks for nothing only where none comes for its whole hold.
        var exchanges = isShort ? SecondsPerHour / period
            : isLong && every < period ? SecondsPerHour / every
            : SecondsPerHour / period;
        var withMessage = isShort || isLong ? Math.Min(exchanges, SecondsPerHour / every) : 0;
        var forNothing = exchanges - withMessage;
        var bytes = forNothing * idle.BytesEach;
        var requests = isShort || isLong ? exchanges : exchanges * idle.RequestsEach;
        List<Measured> figures =
        [
            new(RequestsPerHour, "", requests),
            new(Empty, "", isShort || isLong ? forNothing : requests),
            new(BytesPerHour, "B", bytes),
            new("bytes each", "B", idle.BytesEach),
        ];
        figures.AddRange(Thousands.Select(thousand => new Measured($"{thousand} k clients", "Mbit/s", bytes * 8 / SecondsPerHour * thousand / 1000)));
        book.Add(
            idle.Dialect.Transport,
            new() { ["message every"] = $"{every:0.###} s", [isShort ? "asks every" : isLong ? "held for" : "heartbeat"] = $"{period:0.###} s" },
            figures,
            remark: idle.Exchanges == 0 ? "no exchange was seen" : null);
    }

    private sealed record IdleCost(Dialect Dialect, double BytesEach, double RequestsEach, int Exchanges);
}
