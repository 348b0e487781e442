using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Client;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Lab.Network;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Lab.Network;

/// <summary>Whose requests go through a simulated network, and what it may cost others.</summary>
[Collection(CommandServer.Name)]
public sealed class NetworkBranchTests(ServerFixture server)
{
    [Fact]
    public async Task Clear_EveryTransportPasses()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        foreach (var name in TransportName.All)
        {
            var session = await visitor.JoinAsync(name);
            await session.UntilAsync(carrier => carrier == name).WithTimeout();
            await session.SendAsync("1");
        }
    }

    [Fact]
    public async Task Network_OfOneViewer_IsNothingToAnother()
    {
        await using var one = await NetworkVisitor.OpenAsync(server.Url);
        await using var other = await NetworkVisitor.OpenAsync(server.Url);
        await one.ApplyAsync("\"upgrade\":\"refuse\"");

        using var socket = await other.OpenSocketAsync();
        await one.AskAsync("""{"ask":"offline","seconds":30}""");
        await one.AskAsync("""{"ask":"cut"}""");

        using var second = await other.OpenSocketAsync();
        Assert.Equal((1, 0), (await other.RequestsAsync() - 1, await one.RequestsAsync()));
    }

    [Fact]
    public async Task Network_HasAnAddressOfItsOwn_SoNothingOfItIsBelievedOfOthers()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        var session = await visitor.JoinAsync("websocket");
        await session.UntilAsync(carrier => carrier == "websocket").WithTimeout();
        await session.SendAsync("1"); // takes the report of the proof along
        using var http = new HttpClient();

        var told = await http.GetFromJsonAsync<JsonElement>(new Uri(server.Url, "networks"));

        Assert.Contains("\"fd", told.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    public async Task Bus_WithoutAViewersToken_IsForbidden(string token)
    {
        using var http = new HttpClient();
        foreach (var path in (string[])["bus", "bus/negotiate", "bus/ws"])
        {
            using var answer = await http.GetAsync(new Uri(server.Url, $"lab/network/{token}/{path}"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("1 ")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task Bus_WhatIsNoNumber_FailsForItsSenderAlone(string text)
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        var session = await visitor.JoinAsync("websocket");

        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => session.SendAsync(text))).Code);

        await session.SendAsync("7");
        Assert.Contains("joined already", (await session.RequestAsync(visitor.Token)).Text);
        Assert.Contains("That is not the token", (await visitor.Connect("longpoll").RequestAsync("x")).Text);
    }

    [Fact]
    public async Task Bus_IsReachedThroughTheNetworkOnly()
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(server.Url, "lab/network/bus/negotiate"), null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Requests_BeyondTheBound_AreRefused()
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        var held = new List<HttpResponseMessage>();
        for (var count = 0; count < SimulatedNetwork.MaxRequests; count++)
        {
            using var request = visitor.Events();
            held.Add(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
        }

        using var answer = await http.GetAsync(visitor.Bus);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        held.ForEach(static one => one.Dispose());
        await visitor.UntilRequestsAsync(0);
    }

    [Fact]
    public async Task Control_Closed_CutsWhatIsOnItsWay()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var socket = await new NetworkVisitor(visitor, server.Url).OpenSocketAsync();

        await visitor.Control.CloseAsync();

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ReceiveAsync(new byte[16], default).WithTimeout());
    }

    [Theory]
    [InlineData("""{"ask":"network","network":{"delay":5001}}""", "delay is 5001; accepted: 0 to 5000 milliseconds.")]
    [InlineData("""{"ask":"network","network":{"jitter":-1}}""", "jitter is -1; accepted: 0 to 5000 milliseconds.")]
    [InlineData("""{"ask":"network","network":{"upgrade":"maybe"}}""", "upgrade is 'maybe'; accepted: pass, refuse, hang.")]
    [InlineData("""{"ask":"network","network":{"swallow":null}}""", "swallow is missing; accepted: none, up, down, both.")]
    [InlineData("""{"ask":"network","network":{"hold":"a hold with a name that is long"}}""", "hold is 'a hold with a name t…'; accepted: none, end, behind.")]
    [InlineData("""{"ask":"network","network":{"holds":"images"}}""", "holds is 'images'; accepted: all, text, events.")]
    [InlineData("""{"ask":"network","network":{"idle":121}}""", "idle is 121; accepted: 0 (never) to 120 seconds.")]
    [InlineData("""{"ask":"network","network":{"weather":"rain"}}""", "The question is not the JSON that is understood here")]
    [InlineData("""{"ask":"network","network":{"delay":"long"}}""", "The question is not the JSON that is understood here")]
    [InlineData("""{"ask":"offline"}""", "offline needs seconds; accepted: 1 to 30.")]
    [InlineData("""{"ask":"offline","seconds":31}""", "seconds is 31; accepted: 1 to 30.")]
    public async Task Control_BadConditions_AreToldAndChangeNothing(string question, string expected)
    {
        await using var visitor = await NetworkVisitor.OpenAsync(server.Url);
        await visitor.ApplyAsync("\"delay\":7");

        Assert.Contains(expected, (await visitor.AskAsync(question)).GetProperty("fault").GetString());

        var now = (await visitor.AskAsync("""{"ask":"network"}""")).GetProperty("network");
        Assert.Equal((7, 0.0), (now.GetProperty("conditions").GetProperty("delay").GetInt32(), now.GetProperty("offline").GetDouble()));
    }

    [Theory]
    [InlineData("pass", "websocket")]
    [InlineData("refuse", "longpoll")]
    public async Task Upgrade_OverHttp2_PassesOrIsTakenAway(string upgrade, string expected)
    {
        await using var host = await TestHost.StartAsync(
            static builder =>
            {
                builder.Services.AddMultiTransport();
                builder.AddLab();
            },
            static app => app.MapLab(),
            HttpProtocols.Http1AndHttp2,
            certificate: TestCertificate.Create());
        using var handler = new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = TestCertificate.Accept } };
        ClientSessionOptions Options() => new() { HttpVersion = HttpVersion.Version20, HttpMessageHandler = handler, Transports = ["websocket", "longpoll"], Verdicts = null };
        await using var control = ClientSession.Connect(host.Address("lab/control"), Options());
        var token = JsonDocument.Parse((await control.RequestAsync("""{"ask":"open"}""")).Text).RootElement.GetProperty("token").GetString();
        await control.RequestAsync($$$"""{"ask":"network","network":{"upgrade":"{{{upgrade}}}"}}""");

        await using var session = ClientSession.Connect(host.Address($"lab/network/{token}/bus"), Options());
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.AttemptEnded += (_, attempt) => _ = attempt.Transport == "websocket" && tried.TrySetResult();
        Assert.Equal("{}", (await session.RequestAsync(token!)).Text);
        await tried.Task.WithTimeout();
        await session.UntilAsync(carrier => carrier == expected).WithTimeout();
        for (var number = 0; number < 20; number++)
        {
            await session.SendAsync($"{number}");
        }

        Assert.DoesNotContain(host.Logs.Entries, static log => log.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }
}
