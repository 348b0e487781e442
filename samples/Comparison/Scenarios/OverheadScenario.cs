using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What a message from the server costs in bytes and requests.</summary>
internal sealed class OverheadScenario : IScenario
{
    private const int Messages = 8;
    private const double PerSecond = 50;
    private const double PolledPerSecond = 25;
    private const int SmallPayload = 16;

    public string Name => "overhead";

    public string Title => "Bytes that a message costs";

    public string Claim => "Polling wastes bandwidth: the header is long, the payload small; WebSocket's control overhead is small.";

    public string Variables => "payload size; headers as curl and as Chromium send them; cookies. Bytes up and down and requests per delivered message, share of the protocol.";

    public void Run(Lab lab, ResultBook book)
    {
        foreach (var variant in Variants(lab.Plan))
        {
            lab.Say($"{variant.Size} B, {variant.Headers.Name}, cookies {variant.Cookies} B");
            lab.Interleave(rounds: 1, (dialect, _) => Measure(lab, book, dialect, variant));
        }

        var first = Variants(lab.Plan).FirstOrDefault(variant => variant.Size == SmallPayload) ?? Variants(lab.Plan)[0];
        book.Charts.Add(new Chart(Chart.Stack, $"Bytes on the wire for a message of {first.Size} B, {first.Headers.Name} headers", [Figures.Headers, Figures.Framing, Figures.Payload], first.Describe()));
        book.Charts.Add(new Chart(Chart.Bars, $"Requests for a message of {first.Size} B", [Figures.Requests], first.Describe()));
        book.Notes.Add($"{Messages} messages, each alone: nothing joins another one. The short poll asks as often as messages come, its best case; 'empty-polls' has the rest. Opening a session is not counted ('handshake').");
        book.Notes.Add("One round: the bytes of a message do not vary. (A short poll may ask once or twice more in the time that is counted.) The server's socket counted the same, or a note says so.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var small = rows.Where(row => row.Variables["size"] == $"{SmallPayload}").ToList();
        var socket = small.Find(row => row.Subject == Dialect.WebSocket);
        var polls = small.FindAll(row => row.Subject is Dialect.LongPoll or Dialect.ShortPoll);
        if (socket is null || polls.Count == 0)
        {
            return Judgement.NotHere($"needs websocket, a poll and a payload of {SmallPayload} B in one run");
        }

        var worst = polls.MaxBy(row => row[Figures.Share])!;
        var best = polls.MinBy(row => row[Figures.Share])!;
        var large = rows.Where(row => row.Variables["size"] == "65536" && row.Subject == Dialect.LongPoll).ToList();
        var tail = large.Count > 0 ? $"; with 64 KiB a long poll's share is {large[0][Figures.Share]:0.0} %: it is the small message that pays" : "";
        var finding = $"of {SmallPayload} B over websocket, {socket[Figures.Share]:0} % of the bytes are protocol ({Figure.Number(socket[Figures.Framing])} B); over polls {best[Figures.Share]:0} to {worst[Figures.Share]:0} %, up to {Figure.Number(worst[Figures.Headers])} B of them headers{tail}";
        return best[Figures.Share] > 90 && socket[Figures.Framing] < 16 ? Judgement.Holds(finding) : Judgement.DependsOn(finding);
    }

    private static void Measure(Lab lab, ResultBook book, Dialect dialect, Variant variant)
    {
        var perSecond = dialect.Transport == Dialect.ShortPoll ? PolledPerSecond : PerSecond;
        using var cell = lab.NewCell();
        cell.Open(dialect, count: 1, setup => setup with
        {
            Path = variant.Size > 60_000 ? Endpoints.Big : Endpoints.Bus,
            Headers = variant.Headers.WithCookies(variant.Cookies),
            PollInterval = TimeSpan.FromSeconds(1 / perSecond),
        });
        var result = cell.Run(new Flow { Down = Messages, PerSecond = perSecond, Size = variant.Size })[0];
        book.Add(dialect.Transport, variant.Describe(), [.. Figures.Bytes(result), Figures.FaultsOf(result)], remark: result.Limit);
        WireCheck.Note(book, result, dialect);
    }

    private static Variant[] Variants(Plan plan)
    {
        HeaderSet[] headers = plan.Headers is { } name ? [HeaderSet.All.Single(set => set.Name == name)] : [HeaderSet.Curl, HeaderSet.Chromium];
        var sizes = plan.ValuesOf(plan.Size, [SmallPayload, 125, 1024, 65_536], [0, SmallPayload, 125, 126, 1024, 65_535, 65_536]);
        var cookies = plan.ValuesOf(plan.Cookies, [0, 4096], [0, 1024, 4096]);
        var all = from size in sizes from set in headers from bytes in cookies select new Variant(size, set, bytes);

        // In small, a browser's headers and cookies are tried where they weigh most: with a small message.
        return
        [
            .. all.Where(variant => plan.IsFull || plan.Cookies is not null || plan.Headers is not null || plan.Size is not null
                || (variant.Cookies == 0 && variant.Headers == HeaderSet.Curl) || (variant.Headers == HeaderSet.Chromium && variant.Size == SmallPayload)),
        ];
    }

    private sealed record Variant(int Size, HeaderSet Headers, int Cookies)
    {
        public Dictionary<string, string> Describe() => new() { ["size"] = $"{Size}", ["headers"] = Headers.Name, ["cookies"] = $"{Cookies}" };
    }
}
