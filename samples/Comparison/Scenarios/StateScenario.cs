using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What it costs to say again with each request who one is.</summary>
internal sealed class StateScenario : IScenario
{
    private const int BearerBytes = 900; // a signed token with a dozen claims
    private const int Clients = 4;
    private const double PerSecond = 250;

    public string Name => "state";

    public string Title => "Who is asking, again and again";

    public string Claim => "A stateful connection need not repeat what each request repeats.";

    public string Variables => "no credentials, an encrypted cookie, a cookie and a bearer token, of real sizes. Bytes per message upstream, server CPU per message.";

    public void Run(Lab lab, ResultBook book)
    {
        var cookie = lab.Server.Control.SignIn();
        var bearer = "Bearer " + new string('e', BearerBytes);
        (string Name, string Path, HeaderSet Headers)[] all =
        [
            ("none", Endpoints.Bus, HeaderSet.Chromium),
            ($"cookie {cookie.Length} B", Endpoints.Members, HeaderSet.Chromium with { Cookie = cookie }),
            ($"cookie and bearer {cookie.Length + bearer.Length} B", Endpoints.Members, HeaderSet.Chromium with { Cookie = cookie, Authorization = bearer }),
        ];
        var flow = new Flow { Up = (long)(PerSecond * lab.Plan.SecondsOr(0.3, 4)), PerSecond = PerSecond };
        foreach (var credentials in all)
        {
            lab.Interleave(lab.Plan.RoundsOr(1, 5), (dialect, _) =>
            {
                lab.Say($"{credentials.Name}, {dialect.Transport}");
                using var cell = lab.NewCell();
                cell.Open(dialect, Clients, setup => setup with { Path = credentials.Path, Headers = credentials.Headers });
                var result = cell.Run(flow)[0];
                book.Add(
                    dialect.Transport,
                    new() { ["credentials"] = credentials.Name },
                    [.. Figures.Bytes(result), Figures.CpuOf(result), Figures.FaultsOf(result)],
                    remark: result.Limit);
            });
        }

        book.Charts.Add(new Chart(Chart.Bars, "Bytes up per message with a cookie", [Figures.Up], new() { ["credentials"] = all[1].Name }));
        book.Notes.Add("The server is an ordinary application with cookie sign-in: the framework decrypts the cookie of every request that bears one, whether the endpoint asks or not. A browser's WebSocket cannot send a bearer token at all; only its handshake would bear it.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var posts = rows.Where(row => row.Subject == Dialect.Sse).ToList();
        var sockets = rows.Where(row => row.Subject == Dialect.WebSocket).ToList();
        if (posts.Count < 2 || sockets.Count < 2)
        {
            return Judgement.NotHere("needs websocket and sse in one run");
        }

        var finding = $"a cookie adds {Figure.Number(posts[1][Figures.Up] - posts[0][Figures.Up])} B and {Figure.Number(posts[1][Figures.Cpu] - posts[0][Figures.Cpu])} µs of server CPU to each message that goes up by POST ({Figure.Number(posts[0][Figures.Cpu])} µs without); over websocket it adds {Figure.Number(sockets[1][Figures.Up] - sockets[0][Figures.Up])} B";
        return posts[1][Figures.Up] - posts[0][Figures.Up] > 100 && Math.Abs(sockets[1][Figures.Up] - sockets[0][Figures.Up]) < 5 ? Judgement.Holds(finding) : Judgement.DependsOn(finding);
    }
}
