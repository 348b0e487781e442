using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class RequestTests
{
    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Request_ByTheClient_IsAnswered(string transport)
    {
        await using var rig = await Rig.StartAsync(new Upper());
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });

        var answer = await client.RequestAsync("hello").WithTimeout();

        Assert.Equal("HELLO", WireText.Decode(answer.Body));
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Request_ByTheServer_WhileItsHandlerIsBusy_IsAnswered(string transport)
    {
        await using var rig = await Rig.StartAsync(static async (session, message) =>
        {
            // The handler itself waits for the client: the response must not queue behind it.
            var answer = await session.RequestAsync(message, TestTimeouts.Shared);
            await session.SendAsync(answer);
        });
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(1),
            RequestHandler = static request => Task.FromResult(WireMessage.OfText(request.Text + "!")),
        });

        client.Post("who");

        Assert.Equal("who!", (await client.NextAsync()).Text);
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task HandlerThatThrows_FailsItsMessage_AndTheSessionGoesOn(string transport)
    {
        await using var rig = await Rig.StartAsync(static (session, message) =>
            message.GetText() == "bad" ? throw new InvalidOperationException("on purpose") : session.SendAsync(message));
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });

        var failure = await Assert.ThrowsAsync<MessageFailedException>(() => client.SendAsync("bad").WithTimeout());
        await client.SendAsync("good").WithTimeout();

        Assert.Equal("handler-failed", failure.Code);
        Assert.Equal("good", (await client.NextAsync()).Text);
        client.AssertNoViolations();
    }

    private sealed class Upper : IHandlerSource
    {
        public ValueTask<Message> OnRequestAsync(Session session, Message request) =>
            ValueTask.FromResult(Message.FromText(request.GetText().ToUpperInvariant()));
    }
}
