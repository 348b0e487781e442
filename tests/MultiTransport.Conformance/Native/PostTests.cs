using MultiTransport.Testing;

namespace MultiTransport.Conformance.Native;

public class PostTests
{
    [Fact]
    public async Task Post_ComesOutOfTheBareWebSocketOfItsSession()
    {
        await using var rig = await Rig.EchoAsync();
        await using var socket = await BareWebSocket.ConnectAsync(rig.Direct).WithTimeout();
        using var poster = new NativePoster(rig.Direct, socket.Socket.HttpResponseHeaders!["MultiTransport-Session"].Single());

        var posted = await poster.PostAsync("by POST").WithTimeout();
        await socket.SendAsync("by socket").WithTimeout();

        Assert.Equal((200, 1), (posted.Status, posted.Number));
        Assert.Equal("by POST", (await socket.ReadAsync().WithTimeout())!.Text);
        Assert.Equal("by socket", (await socket.ReadAsync().WithTimeout())!.Text);
    }

    [Fact]
    public async Task Session_MovesFromEventSourceToStreamToPoll_ByItsPlace()
    {
        await using var rig = await Rig.EchoAsync();
        var source = EventSourceClient.Open(rig.Direct);
        await source.NextAsync("session").WithTimeout();
        var session = rig.OnlySession;
        await session.SendAsync("one");
        Assert.Equal("one", (await source.NextAsync().WithTimeout()).Data);
        var place = source.LastEventId;
        await source.DisposeAsync();
        await session.SendAsync("two");

        await using var lines = await JsonLinesClient.OpenAsync(rig.Direct, place).WithTimeout();
        Assert.Equal("two", (await lines.ReadMessageAsync().WithTimeout())!.Text);
        await session.SendAsync("three");

        using var poll = new NativePollClient(new Uri(rig.Direct, $"?after={lines.Place}"));
        Assert.Equal("three", (await poll.PollAsync(20).WithTimeout()).Messages.Single().Text);
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task PostToANegotiatedSession_NeedsItsNumber_AndComesOutOfItsTransport(string transport)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        var session = rig.SessionOf(client);
        using var poster = new NativePoster(rig.Direct, $"{session.Id}.{session.Secret.Reveal()}");

        Assert.Equal("number-required", (await poster.PostAsync("uncounted").WithTimeout()).Problem!.Code);
        Assert.Equal(200, (await poster.PostAsync("counted", number: 1).WithTimeout()).Status);
        Assert.Equal(200, (await poster.PostAsync("counted", number: 1).WithTimeout()).Status);

        Assert.Equal("counted", (await client.NextAsync()).Text);
        Assert.Equal(1, session.Upstream.Handled);
    }
}
