using Microsoft.Extensions.Logging;

namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class SessionLogTests
{
    [Fact]
    public async Task Life_OfASession_IsLoggedWithItsIds()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        var client = await edge.OpenAsync();
        await using var old = await client.AttachedSocketAsync(client.Take());
        await using var held = await client.HoldAsync("stream", client.Attach(WireAttachMode.Probe));
        await client.SendAsync(0, new WirePromote(held.Attached!.Connection, 0, 0).ToFrame(), WireFrame.Text("one"), WireFrame.Text("throw"));
        await client.SendAsync(2, WireFrame.Fail(1, "handler\u001b[31m\n-failed"));
        edge.Sessions.Kick(client.Session!.Id, "Enough.");
        await held.CloseAsync();

        (int Id, string Name, LogLevel Level)[] expected =
        [
            (1001, "SessionOpened", LogLevel.Debug), (1002, "ConnectionAttached", LogLevel.Debug), (1003, "ConnectionPromoted", LogLevel.Debug),
            (1004, "ConnectionDetached", LogLevel.Debug), (1006, "ClientFailed", LogLevel.Debug), (1007, "HandlerFailed", LogLevel.Error), (1008, "SessionClosed", LogLevel.Debug),
        ];
        foreach (var (id, name, level) in expected)
        {
            var log = await edge.WhenLoggedAsync(id);
            Assert.Equal((name, level, client.IdText), (log.Event.Name, log.Level, $"{log["Session"]}"));
        }

        Assert.Equal("kicked", (await edge.WhenLoggedAsync(1008))["Code"]);
        Assert.IsType<InvalidOperationException>((await edge.WhenLoggedAsync(1007)).Exception);
        Assert.Equal("handler\uFFFD[31m\uFFFD-failed", (await edge.WhenLoggedAsync(1006))["Code"]);
    }

    [Fact]
    public async Task Drops_AreAWarning()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        var client = await edge.OpenAsync();

        await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Text("2"), WireFrame.Text("3"));

        var log = await edge.WhenLoggedAsync(1005);
        Assert.Equal(("MessagesDropped", LogLevel.Warning, 1L, 1L), (log.Event.Name, log.Level, log["From"], log["To"]));
    }

    [Fact]
    public async Task Handler_ThatFailsAgainAndAgain_FillsNoLog_AndHidesNobodyElses()
    {
        await using var edge = await Edge.StartAsync();
        var hostile = await edge.OpenAsync();
        var other = await edge.OpenAsync();

        await hostile.SendAsync(0, [.. Enumerable.Repeat(WireFrame.Text("throw"), 12)]);
        await other.SendAsync(0, WireFrame.Text("throw"));
        await edge.WhenLoggedAsync(1007, log => $"{log["Session"]}" == other.IdText);
        edge.Time.Advance(FaultPace.Window);
        await hostile.SendAsync(12, WireFrame.Text("throw"));
        await edge.WhenLoggedAsync(1007, static log => log["Number"] is 13L);

        var logged = edge.Host.Logs.Entries.Where(log => log.Event.Id == 1007 && $"{log["Session"]}" == hostile.IdText);
        Assert.Equal([(1L, 0), (2L, 0), (3L, 0), (4L, 0), (5L, 0), (13L, 7)], logged.Select(static log => ((long)log["Number"]!, (int)log["Unlogged"]!)));
    }

    [Fact]
    public async Task Shedding_IsAWarning()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.ByteBudget = 1 << 20),
        });
        for (var i = 0; i < 3; i++)
        {
            var client = await edge.OpenAsync();
            for (var j = 0; j < 8; j++)
            {
                client.Session?.TrySend(Message.FromBinary(new byte[60_000]));
            }
        }

        edge.Time.Advance(TimeSpan.FromMilliseconds(250));

        var log = await edge.WhenLoggedAsync(1009);
        Assert.Equal(("SessionsShed", LogLevel.Warning), (log.Event.Name, log.Level));
    }

    [Fact]
    public async Task Secrets_AreInNoLogLine()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync(new Wish { Key = Base64UrlText.NewKey() });
        var native = await edge.OpenNativeAsync();
        await edge.PostAsync("", "Hi", native.Header);
        await edge.GetAsync(native.Query(0));
        await client.PollAsync(0, 0, WireFrame.Text("Hi"));
        await edge.NegotiateAsync(new Wish { Renew = client.Credential });
        await edge.Host.StopAsync();

        var ours = edge.Host.Logs.Entries.Where(log => log.Category.StartsWith("MultiTransport", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(ours);
        Assert.All(ours, log => Assert.DoesNotContain(client.Credential.Secret, log.ToString(), StringComparison.Ordinal));
        Assert.All(ours, log => Assert.DoesNotContain(native.Secret, log.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task HandlerOfOpen_ThatThrows_ClosesTheSession()
    {
        await using var host = await TestHost.StartAsync(builder => builder.Services.AddMultiTransport(), app => app.MapMultiTransport<Unwilling>("/echo"));
        var negotiated = await Answer.OfAsync(host.Address("/echo/negotiate"), "POST", []);

        var log = await host.Logs.WhenAsync(entry => entry.Event.Id == 1008).WithTimeout();
        Assert.Equal("closed", log["Code"]);
        Assert.Contains(negotiated.Status, new[] { 200, 503 });
        Assert.Equal(0, host.Services.GetRequiredService<ISessions>().Count);
    }

    public sealed class Unwilling : MessageHandler
    {
        public override ValueTask OnOpenAsync(Session session) => throw new InvalidOperationException("No.");

        public override ValueTask OnMessageAsync(Session session, Message message) => ValueTask.CompletedTask;
    }
}
