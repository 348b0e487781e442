using FsCheck;
using FsCheck.Fluent;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class AckOrderTests
{
    private readonly ScriptedHandler _handler = new()
    {
        Message = static (_, message) => message.GetText() == "bad" ? throw new InvalidOperationException("told to") : default,
    };

    private readonly Session _session;
    private readonly Client _client;

    public AckOrderTests()
    {
        _session = new World().Open(_handler);
        _client = new Client(_session);
    }

    [Fact]
    public void Acks_AfterFails_AreCumulative()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Text("good"), Up.Text("bad"), Up.Text("good"), Up.Text("bad"), Up.Text("good"));
        Assert.Equal(["fail 2 handler-failed", "fail 4 handler-failed", "ack 5"], link.Read());
        Assert.Empty(link.Read());
    }

    [Fact]
    public void Acks_ReadOneByOne_NeverPassAnUntoldFail()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Text("bad"), Up.Text("good"));
        Assert.Equal(["fail 1 handler-failed"], link.Read(1));
        link.Send(Up.Text("bad"));
        Assert.Equal(["fail 3 handler-failed", "ack 3"], link.Read());
    }

    [Fact]
    public void Attached_UnknownFail_HandledStopsBeforeIt()
    {
        var first = _client.TakeQuietly();
        first.Send(Up.Text("good"), Up.Text("good"), Up.Text("bad"), Up.Text("good"));
        first.Leave();
        var second = _client.Take(upstream: 4);
        Assert.Equal(["attached active received=4 handled=2 position=0", "fail 3 handler-failed", "ack 4"], second.Read());
        second.Leave();

        // A client that has the ack has the fail.
        Assert.Equal(["attached active received=4 handled=4 position=0"], _client.Take(upstream: 4, acked: 4).Read());
    }

    [Fact]
    public void Attached_FailsOfWhichTheClientKnowsSome_OnlyTheOthersFollow()
    {
        var first = _client.TakeQuietly();
        first.Send(Up.Text("bad"), Up.Text("good"), Up.Text("bad"));
        first.Leave();
        Assert.Equal(["attached active received=3 handled=2 position=0", "fail 3 handler-failed", "ack 3"], _client.Take(upstream: 3, acked: 2).Read());
    }

    [Fact]
    public void Standing_OfASend_StopsBeforeTheFirstUnknownFail()
    {
        _client.Post(0, Up.Text("good"), Up.Text("bad"), Up.Text("bad"));
        Assert.Equal(1, _session.Standing(new AttachFrame { Acked = 0 }).Handled);
        Assert.Equal(2, _session.Standing(new AttachFrame { Acked = 2 }).Handled);
        Assert.Equal(3, _session.Standing(new AttachFrame { Acked = 3 }).Handled);
        Assert.Equal(3, _session.Standing(new AttachFrame { Acked = 3 }).Received);
        Assert.True(_session.TryGetFail(0, 3, out var failed, out var code));
        Assert.Equal((2, FailCode.HandlerFailed), (failed, code));
        Assert.True(_session.TryGetFail(2, 3, out failed, out _));
        Assert.Equal(3, failed);
        Assert.False(_session.TryGetFail(2, 2, out _, out _));
        Assert.False(_session.TryGetFail(3, 3, out _, out _));
    }

    [Fact]
    public void Downstream_RequestsBearTheirAcks_NoneIsWritten()
    {
        var link = _client.TakeQuietly(ReaderMode.Downstream);
        _client.Post(0, Up.Text("good"), Up.Text("bad"));
        Assert.Empty(link.Read());
    }

    [Fact]
    public async Task Downstream_RequestGaveUpOnItsHandler_TheAckFollowsDownstream()
    {
        var steps = new Steps();
        var world = new World();
        var session = world.Open(new ScriptedHandler { Message = (_, _) => steps.WaitAsync() });
        var client = new Client(session);
        var link = client.TakeQuietly(ReaderMode.Downstream);
        client.Post(0, Up.Text("slow"));
        var waiting = session.WaitForHandledAsync(1, TimeSpan.FromSeconds(1)).AsTask();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await waiting.InTime());
        Assert.Empty(link.Read());
        steps.Finish();
        Assert.Equal(["ack 1"], link.Read());
    }

    [Fact]
    public async Task WaitForHandled_HandlerIsQuick_IsTrue()
    {
        var steps = new Steps();
        var session = new World().Open(new ScriptedHandler { Message = (_, _) => steps.WaitAsync() });
        new Client(session).Post(0, Up.Text("slow"));
        var waiting = session.WaitForHandledAsync(1, TimeSpan.FromSeconds(1)).AsTask();
        steps.Finish();
        Assert.True(await waiting.InTime());
        Assert.True(await session.WaitForHandledAsync(long.MaxValue, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Fails_ForgottenWhenALaterReceiptProvesThemKnown_AreBounded()
    {
        var world = new World(options => options.InboxMessages = 2);
        var session = world.Open(new ScriptedHandler { Message = static (_, _) => throw new InvalidOperationException("told to") });
        new Client(session).Post(0, [.. Enumerable.Repeat(Up.Text("x"), 10)]);
        Assert.True(session.TryGetFail(0, 10, out var oldest, out _));
        Assert.Equal(9, oldest);
    }

    [Fact]
    public void AnyFailures_OverAnyCarriers_AreKnownBeforeTheirAck() => Prop.ForAll(Generators.Run(80).ToArbitrary(), run =>
    {
        var handler = new ScriptedHandler
        {
            Message = static (_, message) => message.GetText() == "bad" ? throw new InvalidOperationException("told to") : default,
        };
        var session = new World(options => options.InboxMessages = 8).Open(handler);
        var client = new Client(session);
        HashSet<long> failed = [], known = [];
        long sent = 0, acked = 0;
        var link = client.Take();
        foreach (var step in run)
        {
            switch (step % 4)
            {
                case 0 or 1 when sent - acked < 8:
                    if (step / 4 % 3 == 0)
                    {
                        failed.Add(sent + 1);
                    }

                    link.Send(Up.Text(failed.Contains(++sent) ? "bad" : "good"));
                    break;
                case 2:
                    foreach (var line in link.Read(step / 4 % 4))
                    {
                        Hear(line);
                    }

                    break;
                case 3 when step / 4 % 3 == 0:
                    link.Leave();
                    link = client.Take(upstream: sent, acked: acked);
                    break;
            }

            Assert.Subset(known, failed.Where(number => number <= acked).ToHashSet());
        }

        link.Leave();
        client.Take(upstream: sent, acked: acked).Read().ForEach(Hear);
        Assert.Equal(sent, acked);
        Assert.Equal(failed.Order(), known.Order());

        void Hear(string line)
        {
            var words = line.Split(' ', '=');
            if (words[0] == "fail")
            {
                known.Add(long.Parse(words[1]));
            }
            else
            {
                acked = Math.Max(acked, long.Parse(words[0] == "ack" ? words[1] : words[5]));
            }
        }
    }).Check(Generators.Many);
}
