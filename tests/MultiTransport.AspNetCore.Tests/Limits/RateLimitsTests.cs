using System.Diagnostics.Metrics;

namespace MultiTransport.AspNetCore.Tests.Limits;

/// <summary>Rates by address, user and endpoint: 429 with Retry-After, and whoever is in goes on.</summary>
public sealed class RateLimitsTests
{
    private const string Code = "too-many-requests";

    [Fact]
    public async Task Openings_OverTheAddressesRate_Are429UntilTimePasses()
    {
        await using var edge = await Edge.StartAsync(options => options.Rates.OpeningsPerAddress = 1);
        var before = await edge.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await edge.OpenNativeAsync();
        }

        var refused = (await edge.NegotiateAsync()).IsProblem(429, Code, "renegotiate");
        (await edge.GetAsync("?wait=0")).IsProblem(429, Code, "renegotiate");
        await using var socket = await edge.SocketAsync();
        await using var events = await edge.HoldAsync("text/event-stream");

        Assert.Equal("More than 1 sessions a second from 127.0.0.1 (Rates.OpeningsPerAddress). Try again after Retry-After.", refused.Detail);
        Assert.Equal(429, socket.Handshake.StatusCode);
        Assert.Equal(("renegotiate", $$"""{"code":"{{Code}}"}"""), ((await events.EventAsync()) is var told ? (told?.Type, told?.Data) : default));
        Assert.Equal("Hi", Assert.Single((await before.PollAsync(0, 0, WireFrame.Text("Hi"))).Texts)); // an attach is no opening
        edge.Time.Advance(TimeSpan.FromSeconds(1));
        await edge.OpenAsync();
        Assert.Equal(429, (await edge.NegotiateAsync()).Status);
    }

    [Fact]
    public async Task Openings_OverTheUsersRate_LeaveOtherUsersAlone()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add, Options = options => options.Rates.OpeningsPerUser = 1 });
        for (var i = 0; i < 4; i++)
        {
            await edge.OpenAsync(null, TestBearer.Header("alice"));
        }

        var refused = (await edge.NegotiateAsync(null, TestBearer.Header("alice"))).IsProblem(429, Code, "renegotiate");
        Assert.Equal("More than 1 sessions a second of one user (Rates.OpeningsPerUser). Try again after Retry-After.", refused.Detail);
        await edge.OpenAsync(null, TestBearer.Header("bob"));
        await edge.OpenAsync();
    }

    [Fact]
    public async Task Openings_OverTheEndpointsRate_LeaveOtherEndpointsAlone()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => options.Rates.Openings = 1,
            Pipeline = app => app.MapMultiTransport("/other", static (_, _) => default),
        });
        for (var i = 0; i < 4; i++)
        {
            await edge.OpenAsync();
        }

        Assert.Contains("of /echo (Rates.Openings)", (await edge.NegotiateAsync()).IsProblem(429, Code, "renegotiate").Detail, StringComparison.Ordinal);
        Assert.Equal(200, (await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", new Wish().ToJson())).Status);
    }

    [Fact]
    public async Task Requests_OverTheRate_AreToldToResumeAndLoseNothing()
    {
        await using var edge = await Edge.StartAsync(options => options.Rates.RequestsPerAddress = 2);
        var client = await edge.OpenAsync();
        var native = await edge.OpenNativeAsync();
        for (var i = 0; i < 6; i++)
        {
            await client.SendAsync(0);
        }

        (await client.SendAsync(0, WireFrame.Text("Hi"))).IsProblem(429, Code, "resume");
        (await client.PollAsync()).IsProblem(429, Code, "resume");
        (await edge.PostAsync("", "Hi", native.Header)).IsProblem(429, Code, "resume");
        (await edge.GetAsync(native.Query(0))).IsProblem(429, Code, "resume");
        Assert.Equal("More than 2 requests a second from 127.0.0.1 (Rates.RequestsPerAddress). Try again after Retry-After.", (await edge.NegotiateAsync()).IsProblem(429, Code, "resume").Detail);
        Assert.Empty(edge.Handled);

        edge.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Hi", Assert.Single((await client.PollAsync(0, 0, WireFrame.Text("Hi"))).Texts));
        Assert.Equal(200, (await edge.GetAsync(native.Query(0))).Status);
    }

    [Fact]
    public async Task Requests_OfAnEventSource_AreTold200AndKeepItsPlace()
    {
        await using var edge = await Edge.StartAsync(options => options.Rates.Requests = 1);
        for (var i = 0; i < 4; i++)
        {
            await edge.GetAsync("?wait=0");
        }

        await using var events = await edge.HoldAsync("text/event-stream", "", ("Last-Event-ID", "v1.whatever"));

        Assert.Equal(200, events.Status);
        var told = await events.EventAsync();
        Assert.Equal(("busy", $$"""{"code":"{{Code}}"}""", ""), (told?.Type, told?.Data, told?.LastEventId)); // no id: field, so an EventSource keeps the one it has
        Assert.InRange(events.Events.Retry!.Value.TotalMilliseconds, 1000, 5000);
        Assert.Null(await events.EventAsync());
    }

    [Fact]
    public async Task Requests_OverTheUsersRate_AreBusyOnAllTheirSessions()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add, Options = options => options.Rates.RequestsPerUser = 1 });
        var alices = await edge.OpenAsync(null, TestBearer.Header("alice"));
        var another = await edge.OpenAsync(null, TestBearer.Header("alice"));
        var bobs = await edge.OpenAsync(null, TestBearer.Header("bob"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(4000, (await alices.SendAsync(0)).Close.Code);
        }

        Assert.Contains("RequestsPerUser", (await another.SendAsync(0)).IsProblem(503, "busy", "resume").Detail, StringComparison.Ordinal);
        await using var socket = await alices.SocketAsync(alices.Take());
        Assert.Equal((4107, 4107), ((await socket.CloseAsync()).Code, socket.Status));
        Assert.Equal(4000, (await bobs.SendAsync(0)).Close.Code);
        edge.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4000, (await another.SendAsync(0)).Close.Code);
    }

    [Fact]
    public async Task Refusals_AreCountedByTheirCode()
    {
        await using var edge = await Edge.StartAsync(options => options.Rates.OpeningsPerAddress = 1);
        var codes = new List<string>();
        using var listener = new MeterListener();
        var meter = edge.Host.Services.GetRequiredService<IMeterFactory>().Create("MultiTransport");
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Meter == meter && instrument.Name == "multitransport.server.refused.sessions")
            {
                it.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => codes.Add($"{tags[0].Key} {tags[0].Value}"));
        listener.Start();
        for (var i = 0; i < 6; i++)
        {
            await edge.NegotiateAsync();
        }

        Assert.Equal([$"error.type {Code}", $"error.type {Code}"], codes);
        Assert.Equal(("SessionRefused", Code), ((await edge.WhenLoggedAsync(1013)).Event.Name, (await edge.WhenLoggedAsync(1013))["Code"]));
    }
}
