using System.Net;
using System.Net.WebSockets;
using MultiTransport.Client;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Lab.Network;

/// <summary>Each fault of the simulated network, met by a real client at a running server.</summary>
[Collection(CommandServer.Name)]
public sealed class SimulatedNetworkTests(ServerFixture server)
{
    [Fact]
    public async Task Delay_TakesItsTimeEachWay()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync("\"delay\":150,\"jitter\":20");
        using var http = new HttpClient();
        var before = TimeProvider.System.GetTimestamp();

        using var answer = await http.PostAsync(new Uri($"{visitor.Bus}/arrived"), new StringContent("x"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("token-malformed", await answer.Content.ReadAsStringAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(before) >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Upgrade_Refused_LooksToTheServerAsProxiesMakeIt()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync("\"upgrade\":\"refuse\"");
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.AddSubProtocol("multitransport.v1");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"{visitor.Socket}/ws"), default));

        Assert.Equal(HttpStatusCode.UpgradeRequired, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Upgrade_Hanging_IsNeverAnswered()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync("\"upgrade\":\"hang\"");
        using var socket = new ClientWebSocket();
        var connecting = socket.ConnectAsync(visitor.Socket, default);
        await visitor.UntilRequestsAsync(1);
        Assert.False(connecting.IsCompleted);

        await visitor.AskAsync("""{"ask":"cut"}""");

        await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        Assert.Equal(WebSocketState.Closed, socket.State);
        await visitor.UntilRequestsAsync(0);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("both")]
    public async Task Swallow_OfAWebSocketThatCarries_IsNoticedAndNothingIsLost(string way)
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        var session = await visitor.JoinAsync("websocket", "longpoll");
        await session.UntilAsync(name => name == "websocket").WithTimeout();
        var messages = session.GetAsyncEnumerator();
        await ExchangeAsync(session, messages, 1, 20);

        await visitor.ApplyAsync($"\"swallow\":\"{way}\"");
        await ExchangeAsync(session, messages, 21, 30);

        Assert.Equal("longpoll", session.Transport);
        Assert.Contains(session.Attempts, attempt => attempt.Transport == "websocket" && attempt.Verdict == "failed");
    }

    [Fact]
    public async Task Hold_UntilTheEnd_KeepsTheHeadToo_AndLetsGoWhenItIsOver()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync("\"hold\":\"end\",\"holds\":\"events\"");
        using var http = new HttpClient();
        using var held = visitor.Events();
        var waiting = http.SendAsync(held, HttpCompletionOption.ResponseHeadersRead);
        await visitor.UntilRequestsAsync(1);
        using (await http.GetAsync(new Uri($"{visitor.Bus}/client.js")))
        {
            Assert.False(waiting.IsCompleted); // another type passes
        }

        await visitor.ApplyAsync("");

        using var answer = await waiting.WithTimeout();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.True(await body.ReadAsync(new byte[1]) > 0);
    }

    [Theory]
    [InlineData("\"hold\":\"end\",\"holds\":\"text\"", "stream")]
    [InlineData("\"hold\":\"behind\"", "sse")] // the server lets a small write follow each
    [InlineData("\"hold\":\"end\"", "longpoll")]
    public async Task Hold_TheSessionFindsTheRungThatPasses(string conditions, string expected)
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync(conditions);
        var session = await visitor.JoinAsync("sse", "stream", "longpoll");
        if (expected == "longpoll")
        {
            await UntilFailedAsync(session, "sse", "stream").WithTimeout();
        }

        await session.UntilAsync(name => name == expected).WithTimeout(TestTimeouts.Shared * 2); // on a busy machine a beat may be late, and is tried again after half a minute
        await ExchangeAsync(session, session.GetAsyncEnumerator(), 1, 20);
    }

    [Fact]
    public async Task Idle_SilenceIsCut()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        using var socket = await visitor.OpenSocketAsync();
        var before = TimeProvider.System.GetTimestamp();

        await visitor.ApplyAsync("\"idle\":1"); // holds for what is there

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], default).WithTimeout());
        Assert.True(TimeProvider.System.GetElapsedTime(before) >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task Cut_EndsEverythingAtOnce_AndTheNextConnectionWorks()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        using var socket = await visitor.OpenSocketAsync();
        using var http = new HttpClient();
        using var events = visitor.Events();
        using var stream = await http.SendAsync(events, HttpCompletionOption.ResponseHeadersRead);

        await visitor.AskAsync("""{"ask":"cut"}""");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], default).WithTimeout());
        await Assert.ThrowsAnyAsync<IOException>(() => stream.Content.ReadAsStreamAsync().Result.CopyToAsync(Stream.Null).WithTimeout());
        using var next = await visitor.OpenSocketAsync();
        Assert.Equal(WebSocketState.Open, next.State);
    }

    [Fact]
    public async Task Offline_NothingAnswersUntilItIsOver()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        var script = new Uri($"{visitor.Bus}/client.js");

        var state = (await visitor.AskAsync("""{"ask":"offline","seconds":1}""")).GetProperty("network");

        Assert.InRange(state.GetProperty("offline").GetDouble(), 1, 1_000);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(script));
        while ((await visitor.AskAsync("""{"ask":"network"}""")).GetProperty("network").GetProperty("offline").GetDouble() > 0)
        {
            await Task.Yield();
        }

        using var answer = await http.GetAsync(script);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task UntilFailedAsync(ClientSession session, params string[] names)
    {
        var failed = new HashSet<string>(names);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.AttemptEnded += (_, attempt) =>
        {
            if (attempt.Verdict == "failed" && failed.Remove(attempt.Transport) && failed.Count == 0)
            {
                done.TrySetResult();
            }
        };
        failed.ExceptWith(session.Attempts.Where(attempt => attempt.Verdict == "failed").Select(attempt => attempt.Transport));
        if (failed.Count > 0)
        {
            await done.Task;
        }
    }

    /// <summary>Sends messages with these numbers and takes their answers: each once, in order, and each was counted once.</summary>
    private static async Task ExchangeAsync(ClientSession session, IAsyncEnumerator<ClientMessage> answers, int first, int last)
    {
        var sending = Task.WhenAll(Enumerable.Range(first, last - first + 1).Select(number => session.SendAsync($"{number}")));
        for (var number = first; number <= last; number++)
        {
            Assert.True(await answers.MoveNextAsync().AsTask().WithTimeout());
            Assert.StartsWith($"{number} {number} ", answers.Current.Text, StringComparison.Ordinal);
        }

        await sending.WithTimeout();
    }
}
