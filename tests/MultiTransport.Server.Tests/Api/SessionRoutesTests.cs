using MultiTransport.Client;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

public sealed class SessionRoutesTests
{
    private const string Nobody = "AQAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Session_ThatAClientOpened_TellsWhatItIsOnAndWhy()
    {
        await using var host = await ApiHost.StartAsync();
        var best = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = ClientSession.Connect(host.Host.Address("/realtime"));
        client.TransportChanged += (_, change) => _ = change.To == "websocket" && best.TrySetResult();
        if (client.Transport != "websocket")
        {
            await best.Task.WithTimeout();
        }

        var row = Assert.Single((await host.GetAsync("/api/sessions?transport=websocket")).IsOk()["sessions"].EnumerateArray());
        var session = (await host.GetAsync($"/api/sessions/{row.GetProperty("id")}")).IsOk();

        Assert.Equal((client.Id, "websocket", true), (session["id"].GetString(), session["transport"].GetString(), session["sdk"].GetBoolean()));
        Assert.StartsWith("the best that the client can do", session["why"].GetString(), StringComparison.Ordinal);
        Assert.Equal("websocket", session["offered"][0].GetProperty("transport").GetString());
        var last = session["tries"].EnumerateArray().Last();
        Assert.Equal(("websocket", true, false), (last.GetProperty("transport").GetString(), last.GetProperty("carried").GetBoolean(), last.TryGetProperty("ended", out _)));
    }

    [Fact]
    public async Task Session_OfEventSource_TellsTheTransportTheSubscriptionsAndTheQueue()
    {
        await using var host = await ApiHost.StartAsync();
        var text = await host.OpenAsync();
        Assert.True(Protocol.SessionId.TryParse(text, out var id));
        await host.Topics.SubscribeAsync(host.Sessions.Find(id)!, "open:a");

        var session = (await host.GetAsync($"/api/sessions/{text}")).IsOk();

        Assert.Equal((text, "/realtime", false, "detached"), (session["id"].GetString(), session["endpoint"].GetString(), session["sdk"].GetBoolean(), session["phase"].GetString()));
        Assert.Equal(["open:a"], session["subscriptions"].EnumerateArray().Select(topic => topic.GetString()));
        Assert.Equal("shortpoll", session["tries"][0].GetProperty("transport").GetString());
        Assert.Equal("127.0.0.1", session["address"].GetString());
        Assert.Equal(1, session["queuedMessages"].GetInt32());
        Assert.False(session.Json.TryGetProperty("transport", out _));
        Assert.InRange(session["detachedFor"].GetDouble(), 0, 60);
    }

    [Fact]
    public async Task Sessions_InPages_ShowEachOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var opened = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            opened.Add(await host.OpenAsync());
        }

        var seen = new List<string>();
        var after = "";
        do
        {
            var page = (await host.GetAsync($"/api/sessions?limit=2{after}")).IsOk();
            Assert.Equal(5, page["count"].GetInt32());
            seen.AddRange(page["sessions"].EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            after = page.Json.TryGetProperty("next", out var next) ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        Assert.Equal(opened.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await host.GetAsync("/api/sessions?transport=websocket")).IsOk()["sessions"].GetArrayLength());
        Assert.Equal(0, (await host.GetAsync("/api/sessions?user=ann")).IsOk()["sessions"].GetArrayLength());
        Assert.Equal(5, (await host.GetAsync("/api/sessions?endpoint=/realtime")).IsOk()["sessions"].GetArrayLength());
    }

    [Fact]
    public async Task Disconnect_EndsTheSession()
    {
        await using var host = await ApiHost.StartAsync();
        var text = await host.OpenAsync();

        var ended = (await host.SendAsync("DELETE", $"/api/sessions/{text}?reason=enough")).IsOk();

        Assert.Equal(1, ended["disconnected"].GetInt32());
        Assert.Equal(0, host.Sessions.Count);
        (await host.SendAsync("DELETE", $"/api/sessions/{text}")).IsProblem(404, "session-unknown", text);
        (await host.GetAsync($"/api/sessions/{text}")).IsProblem(404, "session-unknown");
        var log = await host.Host.Logs.WhenAsync(entry => entry.Event.Name == "SessionsDisconnected");
        Assert.Equal("all", log["Key"]);
    }

    [Fact]
    public async Task Disconnect_OfAUserWithoutSessions_EndsNone()
    {
        await using var host = await ApiHost.StartAsync();
        await host.OpenAsync();

        Assert.Equal(0, (await host.SendAsync("DELETE", "/api/users/ann%2Fbob/sessions")).IsOk()["disconnected"].GetInt32());
        Assert.Equal(1, host.Sessions.Count);
    }

    [Theory]
    [InlineData("GET", "/api/sessions?after=x", "session-malformed", "after is 'x'")]
    [InlineData("GET", "/api/sessions?limit=1001", "query-malformed", "1 to 1000")]
    [InlineData("GET", "/api/sessions?usr=ann", "query-malformed", "'usr'")]
    [InlineData("GET", "/api/sessions/x", "session-malformed", "'x'")]
    [InlineData("DELETE", "/api/sessions/x", "session-malformed", "'x'")]
    [InlineData("GET", "/api/sessions/" + Nobody + "?all=1", "query-malformed", "'all'")]
    [InlineData("DELETE", "/api/sessions/" + Nobody + "?why=1", "query-malformed", "'why'")]
    [InlineData("DELETE", "/api/users/ann/sessions?reason=a%0Ab", "query-malformed", "reason is")]
    public async Task Sessions_OfWhatCannotBe_AreRefused(string method, string path, string code, string told)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(method, path)).IsProblem(400, code, told);
    }

    [Fact]
    public async Task Disconnect_ForTooLongAReason_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        var text = await host.OpenAsync();

        (await host.SendAsync("DELETE", $"/api/sessions/{text}?reason={new string('x', 121)}")).IsProblem(400, "query-malformed", "120 bytes");

        Assert.Equal(1, host.Sessions.Count);
    }
}
