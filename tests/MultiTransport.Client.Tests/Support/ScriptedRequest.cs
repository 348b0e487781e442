using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MultiTransport.Client.Tests;

/// <summary>A request that a test answers as it likes.</summary>
public sealed class ScriptedRequest
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancelled;

    public ScriptedRequest(HttpRequestMessage request, byte[] body, CancellationToken cancelled)
    {
        Path = request.RequestUri!.AbsolutePath.Split('/')[^1];
        Query = request.RequestUri.Query;
        Authorization = request.Headers.Authorization?.ToString();
        Body = body;
        _cancelled = cancelled;
        if (Path is "poll" or "send" or "close" or "sse" or "stream")
        {
            Read();
        }
    }

    public string Path { get; }

    public string Query { get; }

    public string? Authorization { get; }

    public byte[] Body { get; }

    public AttachFrame Attach { get; private set; }

    /// <summary>The frames after the attach: types and payloads.</summary>
    public List<(byte Type, byte[] Payload)> Frames { get; } = [];

    /// <summary>The texts among them.</summary>
    public IEnumerable<string> Texts => Frames.Where(static frame => frame.Type == FrameType.Text).Select(static frame => Encoding.UTF8.GetString(frame.Payload));

    public bool IsOpen => !_answer.Task.IsCompleted && !_cancelled.IsCancellationRequested;

    public Task<HttpResponseMessage> Answered => _answer.Task;

    /// <summary>Completes when the client gives up on it.</summary>
    public Task Cancelled
    {
        get
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _cancelled.Register(done.SetResult);
            return done.Task;
        }
    }

    public MultiTransport.Protocol.NegotiateRequest Negotiate => JsonSerializer.Deserialize(Body, NegotiateJson.Default.NegotiateRequest)!;

    public void Answer(HttpStatusCode status, string type, byte[] body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        _answer.TrySetResult(response);
    }

    public void Html(HttpStatusCode status = HttpStatusCode.OK) => Answer(status, "text/html", "<html>Welcome</html>"u8.ToArray());

    public void Problem(int status, string code, string action = "stop", params (string Name, string Value)[] headers) =>
        Answer((HttpStatusCode)status, "application/problem+json", Encoding.UTF8.GetBytes($$"""{"title":"x","status":{{status}},"code":"{{code}}","detail":"because","action":"{{action}}" }"""), headers);

    public void Fail(string message = "reset") => _answer.TrySetException(new HttpRequestException(message));

    /// <summary>Opens a session; the numbers are those of section 6 unless said otherwise.</summary>
    public void Open(string transports = "longpoll", long received = 0, long handled = 0, string messages = "", long position = 0, double hold = 20, string id = "AQAAAGJ6b2xkb2lkb2ZkdQ")
    {
        var offered = string.Join(',', transports.Split(' ').Select(static name => $$"""{"name":"{{name}}","path":"{{PathOf(name)}}","why":""}"""));
        Answer(HttpStatusCode.OK, "application/json", Encoding.UTF8.GetBytes($$$"""
            {"version":1,"session":{"id":"{{{id}}}","secret":"T2jmW0qkT5wYQvWl3l0F2g"},"transports":[{{{offered}}}],
             "limits":{"message":65536,"frame":32768,"body":524288,"upstream":{"messages":256,"bytes":1048576},"window":{"messages":500,"bytes":524288}},
             "heartbeat":15,"hold":{{{hold}}},"resume":120,"received":{{{received}}},"handled":{{{handled}}},"fails":[],"position":{{{position}}},"messages":[{{{messages}}}]}
            """));
    }

    /// <summary>A whole answer of frames: attached, these, and a close.</summary>
    public void Frame(long received = 0, long handled = 0, long position = -1, CloseCode close = CloseCode.Complete, params byte[][] frames) =>
        Answer(HttpStatusCode.OK, "application/octet-stream", [.. Attached(received, handled, position), .. frames.SelectMany(static frame => frame), .. WireFrames.Close(close)]);

    /// <summary>Frames as they are, with nothing around them.</summary>
    public void Raw(params byte[][] frames) => Answer(HttpStatusCode.OK, "application/octet-stream", [.. frames.SelectMany(static frame => frame)]);

    public byte[] Attached(long received = 0, long handled = 0, long position = -1, bool active = true, long connection = 7) => WireFrames.Of(new AttachedFrame
    {
        Nonce = Attach.Nonce,
        Connection = Path is "send" or "close" ? 0 : connection,
        Active = active && Path is not ("send" or "close"),
        Received = received,
        Handled = handled,
        Position = position < 0 ? Attach.Received : position,
    });

    /// <summary>Begins a held answer; what is written arrives at once.</summary>
    public HeldAnswer Hold()
    {
        var pipe = new Pipe();
        var body = new WatchedStream(pipe.Reader.AsStream());
        _answer.TrySetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
        return new HeldAnswer(this, pipe.Writer, body);
    }

    private static string PathOf(string transport) => transport switch
    {
        TransportNames.WebSocket => "ws",
        TransportNames.LongPolling or TransportNames.ShortPolling => "poll",
        _ => transport,
    };

    private void Read()
    {
        var reader = new FrameReader(Body);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Attach && AttachFrame.TryParse(reader.Payload, out var attach) == AttachParseResult.Attach)
            {
                Attach = attach;
            }
            else
            {
                Frames.Add((reader.Type, reader.Payload.ToArray()));
            }
        }
    }
}
