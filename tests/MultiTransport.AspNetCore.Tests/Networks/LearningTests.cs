using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace MultiTransport.AspNetCore.Tests.Networks;

/// <summary>Section 13.10, seen from the next client of the same network.</summary>
public sealed class LearningTests
{
    [Fact]
    public async Task Offer_AfterThreeSessionsCouldNotUseIt_ListsItLastAndSaysWhy()
    {
        await using var edge = await Edge.StartAsync();
        await FailAsync(edge, 2);
        Assert.Equal("websocket", (await OfferAsync(edge))[0].Name);

        await FailAsync(edge, 1);
        var offer = await OfferAsync(edge);

        Assert.Equal(["sse", "stream", "longpoll", "shortpoll", "websocket"], offer.Select(transport => transport.Name));
        Assert.Equal("last: 3 of 3 recent sessions from this network could not use it (swallowed)", offer[^1].Why);
        Assert.StartsWith("the best that the client can do", offer[0].Why);
    }

    [Fact]
    public async Task Offer_ThatTheClientItselfDoubts_SaysItsOwnReason()
    {
        await using var edge = await Edge.StartAsync();
        await FailAsync(edge, 3);
        var offer = await OfferAsync(edge, new Wish { Failed = [("websocket", "refused")] });
        Assert.Equal("last, since it failed lately here: refused", offer[^1].Why);
    }

    [Fact]
    public async Task Polls_AreNeverDoubtful_SinceTheyAreTheFloor()
    {
        await using var edge = await Edge.StartAsync();
        await FailAsync(edge, 5, "longpoll");
        await FailAsync(edge, 5, "shortpoll");
        Assert.Equal(["websocket", "sse", "stream", "longpoll", "shortpoll"], (await OfferAsync(edge)).Select(transport => transport.Name));
    }

    [Theory]
    [InlineData(10, 7, 7)]
    [InlineData(3, 5, 5)] // the server writes every 2.1 s, but the client need not take 3.7 s of silence for death
    [InlineData(60, 15, 20)]
    public async Task Answer_AfterThreeSessionsWereCut_HasAShorterHeartbeatAndHold(int silent, double heartbeat, double hold)
    {
        await using var edge = await Edge.StartAsync();
        await CutAsync(edge, alive: silent * 1000, silent: silent * 1000);
        var negotiated = Negotiated.Parse((await edge.NegotiateAsync()).Body);
        Assert.Equal((heartbeat, hold), (negotiated.Heartbeat.TotalSeconds, negotiated.Hold.TotalSeconds));
    }

    [Fact]
    public async Task NativePoll_OfANetworkThatCutsHeldAnswers_IsAnsweredBefore()
    {
        await using var edge = await Edge.StartAsync();
        await CutAsync(edge, alive: 4_000, silent: 4_000);
        var native = await edge.OpenNativeAsync();
        var poll = edge.GetAsync(native.Query(20));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll") && $"{log["Session"]}" == native.Id);
        edge.Time.Advance(TimeSpan.FromSeconds(4.75));
        Assert.False(poll.IsCompleted);
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Contains("wait=20", (await poll).Json.GetProperty("next").GetString());
    }

    [Fact]
    public async Task EventSource_OfANetworkThatCutsSilence_GetsCommentsBefore()
    {
        await using var edge = await Edge.StartAsync();
        await CutAsync(edge, alive: 10_000, silent: 10_000);
        await using var events = await edge.HoldAsync("text/event-stream");
        await events.EventAsync();
        edge.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(":\n\n", Encoding.ASCII.GetString((await events.Response.ReadAsync().WithTimeout())!));
    }

    [Fact]
    public async Task ForwardedFor_Raw_ChangesNoAddressAndMovesOnlyWhoSentIt()
    {
        await using var edge = await Edge.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await FailAsync(edge, 1, headers: ("X-Forwarded-For", $"203.0.113.{i}"));
        }

        var networks = edge.Host.Services.GetRequiredService<IMultiTransportNetworks>();
        var network = Assert.Single(networks.Snapshot());
        Assert.Equal("loopback", network.Prefix);
        Assert.EndsWith("x-forwarded-for", network.Proxies, StringComparison.Ordinal);
        Assert.Equal("websocket", (await OfferAsync(edge))[0].Name);
    }

    [Fact]
    public async Task ForwardedFor_AsTheHostTrustsIt_IsTheAddress()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = static app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor }),
        });
        await FailAsync(edge, 3, headers: ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal("203.0.113.0/24", Assert.Single(edge.Host.Services.GetRequiredService<IMultiTransportNetworks>().Snapshot()).Prefix);
        Assert.Equal("websocket", (await OfferAsync(edge, null, ("X-Forwarded-For", "203.0.114.7")))[0].Name);
        Assert.Equal("sse", (await OfferAsync(edge, null, ("X-Forwarded-For", "203.0.113.200")))[0].Name);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("203.0.113.7, 203.0.113.8, \u00ff")]
    [InlineData("[::1]:99999, 999.1.1.1")]
    public async Task ForwardedFor_Nonsense_HarmsNobody(string value)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = static app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All }),
        });
        await FailAsync(edge, 3, headers: ("X-Forwarded-For", value.Replace("\u00ff", "y", StringComparison.Ordinal)));
        Assert.Equal(200, (await edge.NegotiateAsync()).Status);
    }

    [Fact]
    public async Task TurnedOff_LeavesNoTrace()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = static builder => builder.Services.Configure<MultiTransportServerOptions>(static server => server.Networks.Learn = false),
        });
        await FailAsync(edge, 5);
        await CutAsync(edge, alive: 10_000, silent: 10_000);
        var client = await edge.OpenAsync();
        Assert.Null(client.Session!.Network);
        Assert.Empty(edge.Host.Services.GetRequiredService<IMultiTransportNetworks>().Snapshot());
        Assert.Equal("websocket", (await OfferAsync(edge))[0].Name);
        Assert.Equal(15, Negotiated.Parse((await edge.NegotiateAsync()).Body).Heartbeat.TotalSeconds);
        Assert.DoesNotContain(edge.Host.Logs.Entries, static log => log.Event.Name == "NetworkReported");
    }

    [Fact]
    public async Task Options_ThatCannotBe_AreToldAtStart()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => Edge.StartAsync(new EdgeSetup
        {
            Builder = static builder => builder.Services.Configure<MultiTransportServerOptions>(static server =>
                (server.Networks.MaxNetworks, server.Networks.Expiry) = (0, TimeSpan.FromDays(2))),
        }));
        Assert.Contains("MultiTransportServerOptions: MaxNetworks is 0; accepted is 1 to 1000000.", fault.Failures);
        Assert.Contains("MultiTransportServerOptions: Expiry is 2.00:00:00; accepted is 00:01:00 to 1.00:00:00.", fault.Failures);
    }

    [Fact]
    public async Task Session_ThatEnds_IsForgottenByName()
    {
        await using var edge = await Edge.StartAsync();
        await FailAsync(edge, 1);
        var told = System.Text.Json.JsonSerializer.Serialize(edge.Host.Services.GetRequiredService<IMultiTransportNetworks>().Snapshot());
        var id = $"{edge.Host.Logs.Entries.First(static log => log.Event.Name == "SessionOpened")["Session"]}";
        Assert.DoesNotContain(id, told, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", told, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<NegotiatedTransport>> OfferAsync(Edge edge, Wish? wish = null, params (string Name, string Value)[] headers) =>
        Negotiated.Parse((await edge.NegotiateAsync(wish, headers)).Body).Transports;

    private static async Task FailAsync(Edge edge, int sessions, string transport = "websocket", params (string Name, string Value)[] headers)
    {
        for (var i = 0; i < sessions; i++)
        {
            var client = await edge.OpenAsync(null, headers);
            Assert.Equal(200, (await client.SendAsync(0, Report(transport, "swallowed"))).Status);
        }
    }

    private static async Task CutAsync(Edge edge, long alive, long silent)
    {
        var clients = new List<SdkClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await edge.OpenAsync());
            await clients[i].PollAsync();
        }

        edge.Time.Advance(TimeSpan.FromMilliseconds(alive));
        foreach (var client in clients)
        {
            // The poll was short; that it was cut is of the held one that the client says it had.
            await using var held = await client.HoldAsync("sse", client.Take());
            await client.SendAsync(0, Report("sse", "cut", alive, silent));
        }
    }

    private static WireFrame Report(string transport, string reason, long alive = 0, long silent = 0) =>
        WireFrame.Of(0x80, [.. WireVarint.Bytes(alive), .. WireVarint.Bytes(silent), .. Encoding.ASCII.GetBytes($"{transport} {reason}")]);
}
