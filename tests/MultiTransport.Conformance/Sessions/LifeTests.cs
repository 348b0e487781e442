using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class LifeTests
{
    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Expiry_TheClientRenegotiates(string transport)
    {
        var time = new ManualTimeProvider();
        await using var rig = await Rig.EchoAsync(time: time);
        await using var client = await Clients.ConnectAsync(rig.Proxied, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        await client.SendAsync("x").WithTimeout();
        var session = rig.SessionOf(client);

        rig.Proxy.Down = true;
        rig.Proxy.CutAll();
        while (session.Phase != SessionPhase.Detached)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(121));
        while (rig.Sessions.Count > 0)
        {
            await Task.Yield();
        }

        rig.Proxy.Down = false;
        Assert.Contains("session-unknown", (await client.Over.WithTimeout()).Message, StringComparison.Ordinal);
        Assert.Equal(SessionPhase.Closed, session.Phase);
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task CloseByTheServer_ComesAfterEverythingSentBefore(string transport)
    {
        var closed = new CloseWatch();
        await using var rig = await Rig.StartAsync(closed);
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        var session = rig.SessionOf(client);

        await session.SendAsync("last words");
        Assert.True(session.Close("bye"));

        Assert.Equal("last words", (await client.NextAsync()).Text);
        var over = await client.Over.WithTimeout();
        Assert.Contains("closed", over.Message, StringComparison.Ordinal);
        Assert.Equal(new CloseReason(Protocol.CloseCode.Closed, "bye"), await closed.Closed.WithTimeout());
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task CloseByTheClient_ComesAfterEverythingSentBefore(string transport)
    {
        var closed = new CloseWatch();
        await using var rig = await Rig.StartAsync(closed);
        await using var client = await Clients.ConnectAsync(rig.Direct, transport);

        client.Post("last words");
        await client.CloseAsync().WithTimeout();

        Assert.Equal(Protocol.CloseCode.ClosedByClient, (await closed.Closed.WithTimeout()).Code);
        Assert.Equal("last words", closed.LastText);
        Assert.Equal(0, rig.Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Shutdown_DrainsToAcked_ThenTellsTheClientToRenegotiate(string transport)
    {
        await using var rig = await Rig.EchoAsync(drain: TestTimeouts.Shared);
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        await client.SendAsync("x").WithTimeout();
        var session = rig.SessionOf(client);
        await session.SendAsync("y");

        await rig.Host.StopAsync().WithTimeout();

        Assert.Equal("x", (await client.NextAsync()).Text);
        Assert.Equal("y", (await client.NextAsync()).Text);
        Assert.Equal(SessionPhase.Closed, session.Phase);
        if (TransportName.IsHeld(transport))
        {
            // A client between two polls may find the server gone before it could be told.
            Assert.Equal("going-away", (await client.Over.WithTimeout()).CodeName);
        }
    }

    private sealed class CloseWatch : IHandlerSource
    {
        private readonly TaskCompletionSource<CloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CloseReason> Closed => _closed.Task;

        public string? LastText { get; private set; }

        public ValueTask OnMessageAsync(Session session, Message message)
        {
            LastText = message.GetText();
            return ValueTask.CompletedTask;
        }

        public ValueTask OnCloseAsync(Session session, CloseReason reason)
        {
            _closed.SetResult(reason);
            return ValueTask.CompletedTask;
        }
    }
}
