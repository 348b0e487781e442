using System.Diagnostics;
using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Probes;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>From nothing to the first message.</summary>
internal sealed class HandshakeScenario : IScenario
{
    private const string RoundTrips = "round trips";
    private const string Time = "first message";
    private static readonly string[] Securities = ["plain", "TLS", "TLS, HTTP/2"];

    public string Name => "handshake";

    public string Title => "From nothing to the first message";

    public string Claim => "One HTTP handshake, then a persistent connection.";

    public string Variables => "plain, TLS, HTTP/2; with negotiate and without. Round trips, requests, bytes and milliseconds to the echo of a first message; the heads themselves, and Sec-WebSocket-Accept recomputed.";

    public void Run(Lab lab, ResultBook book)
    {
        var rounds = lab.Plan.RoundsOr(3, 15);
        for (var round = -1; round < rounds; round++)
        {
            foreach (var security in Securities)
            {
                lab.Say($"round {round + 1}, {security}");
                foreach (var way in new[] { FirstMessage.Native, FirstMessage.Negotiated, FirstMessage.InNegotiate })
                {
                    foreach (var transport in way == FirstMessage.InNegotiate ? ["any"] : lab.Plan.Transports)
                    {
                        Measure(lab, round < 0 ? new ResultBook() : book, transport, way, security); // the first round warms up
                    }
                }
            }
        }

        Draw(lab, book);
        book.Charts.Add(new Chart(Chart.Bars, "Milliseconds to the first message, plain, without negotiate", [Time], new() { ["opens by"] = FirstMessage.Native, ["over"] = "plain" }));
        book.Charts.Add(new Chart(Chart.Bars, "Round trips to the first message, TLS, without negotiate", [RoundTrips], new() { ["opens by"] = FirstMessage.Native, ["over"] = "TLS" }));
        book.Notes.Add("Measured with the framework's HTTP and WebSocket clients, fresh connections each time, TLS 1.3 without resumption. A round trip is TCP's handshake, and each time bytes came after bytes had gone. On loopback the milliseconds are work, not distance: multiply the round trips by yours. A POST beside a held response opens a connection of its own except over HTTP/2.");
        book.Notes.Add("'message in negotiate' is how an SDK starts: the echo is in the answer, whatever transport comes later.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var plain = rows.Where(row => row.Variables["over"] == "plain").ToList();
        var socket = plain.Find(row => row.Subject == Dialect.WebSocket && row.Variables["opens by"] == FirstMessage.Native);
        var first = plain.Find(row => row.Variables["opens by"] == FirstMessage.InNegotiate);
        var poll = plain.Find(row => row.Subject == Dialect.LongPoll && row.Variables["opens by"] == FirstMessage.Native);
        if (socket is null || first is null)
        {
            return Judgement.NotHere("needs websocket");
        }

        var others = poll is null ? "" : $", a native long poll {poll[Figures.Requests]:0} and {poll[RoundTrips]:0}";
        var finding = $"plain, a bare websocket costs {socket[Figures.Requests]:0} request and {socket[RoundTrips]:0} round trips to its first echo{others}; a message inside negotiate {first[Figures.Requests]:0} and {first[RoundTrips]:0}: the handshake is one, but it is one more than asking at once";
        return socket[Figures.Requests] <= 1 ? Judgement.Holds(finding) : Judgement.DependsOn(finding);
    }

    private static void Measure(Lab lab, ResultBook book, string transport, string way, string security)
    {
        lab.Cancellation.ThrowIfCancellationRequested();
        var isTls = security != Securities[0];
        using var http = new ProbeHttp(isTls ? lab.Server.SecureEndPoint : lab.Server.EndPoint, isTls, isHttp2: security == Securities[2]);
        var clock = Stopwatch.GetTimestamp();
        FirstMessage.OpenAsync(http, transport, way).GetAwaiter().GetResult();
        var elapsed = Stopwatch.GetElapsedTime(clock);
        var latency = new Histogram();
        latency.Record((long)elapsed.TotalNanoseconds);
        book.Add(
            transport,
            new() { ["opens by"] = way, ["over"] = security },
            [
                new(Time, "ms", elapsed.TotalMilliseconds),
                new(RoundTrips, "", http.Wire.RoundTrips),
                new(Figures.Requests, "", http.Requests),
                new(Figures.Connections, "", http.Wire.Connections),
                new(Figures.Up, "B", http.Wire.Up),
                new(Figures.Down, "B", http.Wire.Down),
            ],
            latency);
    }

    private static void Draw(Lab lab, ResultBook book)
    {
        using var socket = new WireWebSocket(lab.Server.EndPoint, Endpoints.Echo);
        var key = Header(socket.Request, "Sec-WebSocket-Key");
        var accept = Header(socket.Answer, "Sec-WebSocket-Accept");
        book.Drawings.Add(new Drawing("A WebSocket handshake as it was on the wire", socket.Request.TrimEnd() + "\n\n" + socket.Answer.TrimEnd()));
        IEnumerable<(string Key, string Accept)> all = [(key, accept), .. WebSocketAccept.Vectors];
        book.Drawings.Add(new Drawing(
            "Sec-WebSocket-Accept, recomputed: base64(SHA-1(key + GUID))",
            string.Join('\n', all.Select(pair => $"{pair.Key} -> {WebSocketAccept.Of(pair.Key)} {(WebSocketAccept.Of(pair.Key) == pair.Accept ? "as answered" : $"but {pair.Accept} was answered")}"))));
        if (all.Any(pair => WebSocketAccept.Of(pair.Key) != pair.Accept))
        {
            throw new LoadException("Sec-WebSocket-Accept does not come out.");
        }
    }

    private static string Header(string head, string name) =>
        head.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];
}
