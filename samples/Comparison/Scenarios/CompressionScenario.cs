using System.Diagnostics;
using System.IO.Compression;
using System.Net.WebSockets;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Probes;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>permessage-deflate and gzip, on what compresses and on what does not.</summary>
internal sealed class CompressionScenario : IScenario
{
    private const string Bytes = "bytes down";
    private const string Memory = "RSS";
    private static readonly string[] Kinds = [SampleMessages.Chat, SampleMessages.Random];

    public string Name => "compression";

    public string Title => "Compressed or not";

    public string Claim => "WebSocket can negotiate extensions (permessage-deflate).";

    public string Variables => "chat JSON, random bytes; permessage-deflate on and off, gzip of a held response on and off. Bytes, CPU, memory per connection, latency.";

    public void Run(Lab lab, ResultBook book)
    {
        var messages = lab.Plan.IsFull ? 5000 : 200;
        var sockets = lab.Plan.IsFull ? 500 : 60;
        for (var round = -1; round < lab.Plan.RoundsOr(1, 5); round++)
        {
            foreach (var kind in Kinds)
            {
                foreach (var isOn in new[] { false, true })
                {
                    lab.Say($"{kind}, {(isOn ? "compressed" : "as it is")}");
                    var into = round < 0 ? new ResultBook() : book; // the first round warms up
                    EchoAsync(lab, into, kind, isOn, round < 0 ? 20 : messages).GetAwaiter().GetResult();
                    StreamAsync(lab, into, kind, isOn, round < 0 ? 20 : messages).GetAwaiter().GetResult();
                }
            }
        }

        foreach (var isOn in new[] { false, true })
        {
            lab.Say($"memory, {(isOn ? "compressed" : "as it is")}");
            MeasureMemoryAsync(lab, book, isOn, sockets).GetAwaiter().GetResult();
        }

        book.Charts.Add(new Chart(Chart.Bars, $"Bytes down for a chat message of {SampleMessages.AverageLength(SampleMessages.Chat):0} B", [Bytes], new() { ["message"] = SampleMessages.Chat }));
        book.Notes.Add("MultiTransport compresses nothing: compression mixes secrets with what an attacker can choose (CRIME, BREACH), and filters hold compressed streams. What is measured is the framework's own permessage-deflate and a gzip stream flushed after each message, in the same server process, with its default window.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        Row Of(string subject, string kind, string state) =>
            rows.First(row => row.Subject == subject && row.Variables["message"] == kind && row.Variables["compression"] == state);
        var off = Of("websocket", SampleMessages.Chat, "off");
        var on = Of("websocket", SampleMessages.Chat, "on");
        var random = Of("websocket", SampleMessages.Random, "on");
        var stream = Of("held response", SampleMessages.Chat, "on");
        var memory = rows.Where(row => row.Find(Memory) is not null).ToDictionary(row => row.Variables["compression"], row => row[Memory]);
        var finding = $"a chat message of {off[Bytes]:0} B takes {on[Bytes]:0} B with permessage-deflate and {stream[Bytes]:0} B in a gzip stream, random bytes {random[Bytes]:0} B; for {on[Figures.Cpu] - off[Figures.Cpu]:0} µs of server CPU a message and {memory["on"] - memory["off"]:0} KiB of memory a connection. Both ways can be compressed: the extension is WebSocket's name for it, not its privilege";
        return on[Bytes] < off[Bytes] && stream[Bytes] < off[Bytes] ? Judgement.DependsOn(finding) : Judgement.Holds(finding);
    }

    private static async Task EchoAsync(Lab lab, ResultBook book, string kind, bool isOn, int messages)
    {
        using var http = new ProbeHttp(lab.Server.EndPoint, isTls: false, isHttp2: false);
        using var socket = await OpenAsync(http, isOn);
        var buffer = new byte[4096];
        var latency = new Histogram();
        var down = http.Wire.Down;
        var cpu = lab.Server.Control.ReadStats().CpuMicroseconds;
        for (var sent = 0; sent < messages; sent++)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            var clock = Stopwatch.GetTimestamp();
            await socket.SendAsync(SampleMessages.Of(kind, sent), WebSocketMessageType.Binary, endOfMessage: true, lab.Cancellation);
            await ReceiveAsync(socket, buffer, lab.Cancellation);
            latency.Record((long)Stopwatch.GetElapsedTime(clock).TotalNanoseconds);
        }

        cpu = lab.Server.Control.ReadStats().CpuMicroseconds - cpu;
        Add(book, "websocket", kind, isOn, [new(Bytes, "B/msg", (http.Wire.Down - down) / (double)messages), new(Figures.Cpu, "µs/msg", cpu / messages), .. Figures.Latency(latency)], latency);
    }

    private static async Task StreamAsync(Lab lab, ResultBook book, string kind, bool isOn, int messages)
    {
        using var http = new ProbeHttp(lab.Server.EndPoint, isTls: false, isHttp2: false);
        var cpu = lab.Server.Control.ReadStats().CpuMicroseconds;
        using var answer = await http.SendAsync(HttpMethod.Get, $"{CompressionEndpoints.StreamPath}?count={messages}&kind={kind}{(isOn ? "&gzip" : "")}", null);
        await using var raw = await answer.Content.ReadAsStreamAsync(lab.Cancellation);
        await using var body = isOn ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        var buffer = new byte[64 * 1024];
        var total = 0L;
        int count;
        while ((count = await body.ReadAsync(buffer, lab.Cancellation)) > 0)
        {
            total += count;
        }

        if (total != Enumerable.Range(0, messages).Sum(index => (long)SampleMessages.Of(kind, index).Length))
        {
            throw new LoadException($"a stream of {messages} messages had {total} bytes.");
        }

        cpu = lab.Server.Control.ReadStats().CpuMicroseconds - cpu;
        Add(book, "held response", kind, isOn, [new(Bytes, "B/msg", http.Wire.Down / (double)messages), new(Figures.Cpu, "µs/msg", cpu / messages)], null);
    }

    private static async Task MeasureMemoryAsync(Lab lab, ResultBook book, bool isOn, int count)
    {
        using var server = ServerUnderTest.Start("--without-wire");
        using var http = new ProbeHttp(server.EndPoint, isTls: false, isHttp2: false);
        var payload = SampleMessages.Of(SampleMessages.Chat, 0);
        var buffer = new byte[4096];
        var sockets = new List<ClientWebSocket> { await TalkAsync() };
        server.Control.ReadStats(collect: true);
        var before = server.Control.ReadStats(collect: true).ResidentBytes;
        for (var opened = 0; opened < count; opened++)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            sockets.Add(await TalkAsync());
        }

        var after = server.Control.ReadStats(collect: true).ResidentBytes;
        book.Add("websocket, idle", new() { ["message"] = "", ["compression"] = isOn ? "on" : "off" }, [new(Memory, "KiB/connection", (after - before) / 1024.0 / count)]);
        sockets.ForEach(socket => socket.Dispose());

        async Task<ClientWebSocket> TalkAsync()
        {
            var socket = await OpenAsync(http, isOn);
            await socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, lab.Cancellation);
            await ReceiveAsync(socket, buffer, lab.Cancellation);
            return socket;
        }
    }

    private static Task<ClientWebSocket> OpenAsync(ProbeHttp http, bool isOn) => http.OpenWebSocketAsync(
        CompressionEndpoints.WebSocketPath + (isOn ? "?deflate" : ""),
        configure: options => options.DangerousDeflateOptions = isOn ? new WebSocketDeflateOptions() : null);

    private static async Task ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellation)
    {
        while (!(await socket.ReceiveAsync(buffer, cancellation)).EndOfMessage)
        {
        }
    }

    private static void Add(ResultBook book, string subject, string kind, bool isOn, Measured[] figures, Histogram? latency) =>
        book.Add(subject, new() { ["message"] = kind, ["compression"] = isOn ? "on" : "off" }, figures, latency);
}
