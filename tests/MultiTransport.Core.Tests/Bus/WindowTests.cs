using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class WindowTests
{
    [Fact]
    public void Read_WindowMessagesInFlight_StopsUntilAnAck()
    {
        var session = new World(options => options.LogMessages = 8).Open();
        var link = new Client(session).TakeQuietly();
        Send(session, 8, 1);
        Assert.Equal(["1 a", "2 a", "3 a", "4 a"], link.Read());
        Assert.Empty(link.Read());
        Assert.Equal(CloseCode.None, link.Send(Up.Ack(2)));
        Assert.Equal(["5 a", "6 a"], link.Read());
        link.Send(Up.Ack(6));
        Assert.Equal(["7 a", "8 a"], link.Read());
    }

    [Fact]
    public void Read_WindowBytesInFlight_StopsUntilAnAck()
    {
        var session = new World(options => options.LogBytes = 2000).Open();
        var link = new Client(session).TakeQuietly();
        Send(session, 4, 400);
        Assert.Equal(["1 <400>", "2 <400>"], link.Read());
        link.Send(Up.Ack(1));
        Assert.Equal(["3 <400>"], link.Read());
        link.Send(Up.Ack(3));
        Assert.Equal(["4 <400>"], link.Read());
    }

    [Fact]
    public void Read_OneMessageOverTheWholeWindow_IsInFlightAlone()
    {
        var session = new World(options => options.LogBytes = 2000).Open();
        var link = new Client(session).TakeQuietly();
        Send(session, 1, 1500);
        Send(session, 1, 1);
        Assert.Equal(["1 <1500>"], link.Read());
        link.Send(Up.Ack(1));
        Assert.Equal(["2 a"], link.Read());
    }

    [Fact]
    public void Read_MessageOverTheWindowBehindAnother_WaitsForItsAck()
    {
        var session = new World(options => options.LogBytes = 2000).Open();
        var link = new Client(session).TakeQuietly();
        Send(session, 1, 1);
        Send(session, 1, 1500);
        Assert.Equal(["1 a"], link.Read());
        link.Send(Up.Ack(1));
        Assert.Equal(["2 <1500>"], link.Read());
    }

    [Fact]
    public void Read_WindowFull_ControlFramesStillCome()
    {
        var session = new World(options => options.LogMessages = 2).Open();
        var link = new Client(session).TakeQuietly();
        Send(session, 2, 1);
        Assert.Equal(["1 a"], link.Read());
        link.Send(Up.Ping(7), Up.Text("up"));
        Assert.Equal(["pong 07", "ack 1"], link.Read());
    }

    [Fact]
    public void Attach_AtAPosition_CountsOnlyWhatIsAfterItAsInFlight()
    {
        var session = new World(options => options.LogMessages = 8).Open();
        var client = new Client(session);
        var first = client.TakeQuietly();
        Send(session, 8, 1);
        first.Read();
        first.Leave();

        // The client has two of the four that were in flight; these two still count, for they are not acked.
        var second = client.TakeQuietly(received: 2);
        Assert.Equal(["3 a", "4 a"], second.Read());
        second.Send(Up.Ack(4));
        Assert.Equal(["5 a", "6 a", "7 a", "8 a"], second.Read());
    }

    [Theory]
    [InlineData(ReaderMode.Native)]
    [InlineData(ReaderMode.AtMostOnce)]
    internal void Read_NativeReader_HasNoWindow(ReaderMode mode)
    {
        var session = new World(options => options.LogMessages = 8).Open();
        var link = new Client(session).Native(mode);
        Send(session, 8, 1);
        Assert.Equal(8, link.Read().Count);
    }

    private static void Send(Session session, int count, int length)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(session.TrySend(Message.FromText(new string('a', length))));
        }
    }
}
