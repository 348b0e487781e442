using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class RequestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly World _world = new();

    [Fact]
    public async Task Request_Answered_GivesTheResponse()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        var asking = session.RequestAsync(Message.FromText("how?"), Patience);
        Assert.Equal(["1 request 1 t:how?"], link.Read());
        link.Send(Up.Response(1, "so"));
        Assert.Equal("so", (await asking.InTime()).GetText());
        Assert.Equal(["ack 1"], link.Read());
    }

    [Fact]
    public async Task Request_AnsweredOutOfOrder_GivesEachItsOwn()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        var first = session.RequestAsync(Message.FromText("a"), Patience);
        var second = session.RequestAsync(Message.FromText("b"), Patience);
        Assert.Equal(["1 request 1 t:a", "2 request 2 t:b"], link.Read());
        link.Send(Up.Response(2, "B", 'b'), Up.Response(9, "nobody asked"), Up.Response(1, "A"));
        Assert.Equal("A", (await first.InTime()).GetText());
        Assert.Equal(MessageKind.Binary, (await second.InTime()).Kind);
        Assert.Equal(["ack 3"], link.Read());
    }

    [Fact]
    public async Task Request_AnsweredWithAnError_Throws()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        var asking = session.RequestAsync(Message.FromText("how?"), Patience);
        link.Send(Up.Response(1, "not-supported", 'e'));
        Assert.Equal("not-supported", (await Assert.ThrowsAsync<RequestFailedException>(() => asking.InTime())).Code);
    }

    [Fact]
    public async Task Request_NotAnswered_TimesOutAndFreesItsPlace()
    {
        _world.Options.MaxRequests = 1;
        var session = _world.Open();
        var asking = session.RequestAsync(Message.FromText("how?"), Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RequestAsync(Message.FromText("more"), Patience));
        _world.Time.Advance(Patience);
        await Assert.ThrowsAsync<TimeoutException>(() => asking);
        var next = session.RequestAsync(Message.FromText("again"), Patience);
        Assert.False(next.IsCompleted);
        session.Abort(CloseCode.Kicked);
        await Assert.ThrowsAsync<SessionClosedException>(() => next.InTime());
    }

    [Fact]
    public async Task Response_HandlerWaitsForIt_IsHandledBehindItsBack()
    {
        Message answer = default;
        var handler = new ScriptedHandler
        {
            Message = async (session, _) => answer = (await session.RequestAsync(Message.FromText("how?"), Patience)).ToOwned(),
        };
        var session = _world.Open(handler);
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Text("1"));
        Assert.Equal(["1 request 1 t:how?"], link.Read());
        var handled = session.WaitForHandledAsync(3, Patience).AsTask();
        link.Send(Up.Text("2"), Up.Response(1, "so"));
        Assert.Equal(["2 request 2 t:how?"], await ReadOneAsync(link));
        link.Send(Up.Response(2, "and so"));
        Assert.True(await handled.InTime());
        await session.WaitForHandledAsync(4, Patience);
        Assert.Equal("and so", answer.GetText());
        Assert.Equal("ack 4", link.Read()[^1]);
    }

    [Fact]
    public void Response_WhileTheHandlerIsBusy_TakesNoRoomInTheInbox()
    {
        _world.Options.InboxBytes = 1000;
        var steps = new Steps();
        var session = _world.Open(new ScriptedHandler { Message = (_, _) => steps.WaitAsync() });
        var client = new Client(session);
        long position = 0;
        for (var round = 0; round < 10; round++)
        {
            Assert.Equal(CloseCode.None, client.Post(position, Up.Text("slow"), Up.Response(9, new string('a', 400)), Up.Text(new string('b', 300))));
            position += 3;
            steps.Finish();
            steps.Finish();
        }

        Assert.Equal(30, session.Handled);
        Assert.Equal(0, _world.Budget.Used);
    }

    [Fact]
    public async Task Response_Repeated_IsHandledOnce()
    {
        var session = _world.Open();
        var client = new Client(session);
        var first = session.RequestAsync(Message.FromText("a"), Patience);
        client.Post(0, Up.Response(1, "A"));
        Assert.Equal("A", (await first.InTime()).GetText());
        var second = session.RequestAsync(Message.FromText("b"), Patience);
        client.Post(0, Up.Response(2, "the same number again"));
        Assert.False(second.IsCompleted);
        client.Post(1, Up.Response(2, "B"));
        Assert.Equal("B", (await second.InTime()).GetText());
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, (byte)'?' })]
    public async Task Response_Malformed_FailsTheRequest(byte[] payload)
    {
        var session = _world.Open();
        var asking = session.RequestAsync(Message.FromText("a"), Patience);
        Assert.Equal(CloseCode.None, new Client(session).Post(0, Up.Raw(FrameType.Response, payload)));
        await Assert.ThrowsAsync<RequestFailedException>(() => asking.InTime());
    }

    [Fact]
    public void ClientRequest_Answered_GivesTheResponse()
    {
        var handler = new ScriptedHandler { Request = static (_, request) => new(Message.FromText($"re {request.GetText()}")) };
        var link = new Client(_world.Open(handler)).TakeQuietly();
        link.Send(Up.Request(300, "a"), Up.Request(7, "b"));
        Assert.Equal(["ack 2", "1 response 300 t:re a", "2 response 7 t:re b"], link.Read());
    }

    [Theory]
    [InlineData(false, "1 response 5 e:handler-failed")]
    [InlineData(true, "1 response 5 e:not-supported")]
    public void ClientRequest_HandlerThrows_IsAnsweredWithAnError(bool isUnsupported, string expected)
    {
        var handler = new ScriptedHandler { Request = (_, _) => throw (isUnsupported ? new NotSupportedException() : new InvalidOperationException("boom")) };
        var link = new Client(_world.Open(handler)).TakeQuietly();
        link.Send(Up.Request(5, "a"));
        Assert.Equal(["ack 1", expected], link.Read());
    }

    [Theory]
    [InlineData(false, true, "fail 1 handler-failed")]
    [InlineData(true, true, "fail 1 not-supported")]
    [InlineData(false, false, "fail 1 handler-failed")]
    [InlineData(true, false, "fail 1 not-supported")]
    public async Task ClientMessage_HandlerThrows_IsFailedAsRequestsAre(bool isUnsupported, bool isAtOnce, string expected)
    {
        Exception Fault() => isUnsupported ? new NotSupportedException() : new InvalidOperationException("boom");
        var go = new TaskCompletionSource();
        var handler = new ScriptedHandler { Message = isAtOnce ? (_, _) => throw Fault() : async (_, _) => { await go.Task; throw Fault(); } };
        var link = new Client(_world.Open(handler)).TakeQuietly();
        link.Send(Up.Text("a"));
        go.SetResult();
        var handled = link.Session.WaitForHandledAsync(1, TimeSpan.FromSeconds(30)).AsTask();
        Assert.True(await handled.InTime());
        Assert.Equal([expected, "ack 1"], link.Read());
        Assert.Equal(isUnsupported ? 0 : 1, _world.Observer.Events.Count(static line => line.StartsWith("handler-failed", StringComparison.Ordinal)));
    }

    [Fact]
    public void TopicsOnly_TakesNoMessagesAndNoRequests()
    {
        var link = new Client(_world.Open(TopicsOnlyHandler.Instance)).TakeQuietly();
        link.Send(Up.Text("a"), Up.Request(1, "b"));
        Assert.Equal(["fail 1 not-supported", "ack 2", "1 response 1 e:not-supported"], link.Read());
    }

    [Fact]
    public void ClientRequest_AnswerThatMayNotBeSent_IsAnsweredWithAnError()
    {
        _world.Options.MaxMessageBytes = 10;
        var handler = new ScriptedHandler { Request = static (_, _) => new(Message.FromText("longer than that")) };
        var link = new Client(_world.Open(handler)).TakeQuietly();
        link.Send(Up.Request(5, "a"));
        Assert.Equal(["ack 1", "1 response 5 e:handler-failed"], link.Read());
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, (byte)'e' })]
    public void ClientRequest_Malformed_Fails(byte[] payload)
    {
        var link = new Client(_world.Open()).TakeQuietly();
        Assert.Equal(CloseCode.None, link.Send(Up.Raw(FrameType.Request, payload)));
        Assert.Equal(["fail 1 not-supported", "ack 1"], link.Read());
    }

    /// <summary>What the handler does after an await comes from another thread.</summary>
    private static async Task<List<string>> ReadOneAsync(Link link)
    {
        while (true)
        {
            await link.Reader.WaitToReadAsync().AsTask().InTime();
            var lines = link.Read(1);
            if (lines.Count > 0 && !lines[0].StartsWith("ack", StringComparison.Ordinal))
            {
                return lines;
            }
        }
    }
}
