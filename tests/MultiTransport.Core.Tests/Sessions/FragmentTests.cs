using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class FragmentTests
{
    private readonly World _world = new(options => options.MaxMessageBytes = 100);
    private readonly ScriptedHandler _handler = new();
    private readonly Session _session;
    private readonly Client _client;

    public FragmentTests()
    {
        _session = _world.Open(_handler);
        _client = new Client(_session);
    }

    [Fact]
    public void Receive_Pieces_AreJoined()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Fragment("one "), Up.Fragment(""), Up.Fragment("two "), Up.Text("three"), Up.Text("next"));
        Assert.Equal(["open", "one two three", "next"], _handler.Calls);
        Assert.Equal(["ack 2"], link.Read());
    }

    [Fact]
    public void Receive_ControlFramesBetweenPieces_AreServed()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Fragment("one "), Up.Ping(9));
        Assert.Equal(["pong 09"], link.Read());
        link.Send(Up.Ping(), Up.Fragment("two "));
        link.Send(Up.Text("three"));
        Assert.Equal(["open", "one two three"], _handler.Calls);
    }

    [Fact]
    public void Receive_ACharacterCutByPieces_IsWhole()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Raw(FrameType.Fragment, [0xE2, 0x82]), Up.Raw(FrameType.Text, [0xAC]));
        Assert.Equal(["open", "€"], _handler.Calls);
    }

    [Fact]
    public void Receive_PiecesAtTheLimit_AreTaken()
    {
        Assert.Equal(CloseCode.None, _client.Post(0, Up.Fragment(new string('a', 60)), Up.Text(new string('a', 40))));
        Assert.Equal(1, _session.Upstream.Received);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(116)]
    [InlineData(117)]
    [InlineData(200)]
    public void Receive_PiecesOverTheLimit_FailByTheirNumber(int length)
    {
        var link = _client.TakeQuietly();
        var fault = link.Send(
            Up.Text("1"), Up.Fragment(new string('a', 60)), Up.Fragment(""), Up.Text(new string('a', length - 60)), Up.Fragment("th"), Up.Text("ree"));
        Assert.Equal(CloseCode.None, fault);
        Assert.Equal(["open", "1", "three"], _handler.Calls);
        Assert.Equal(["fail 2 message-too-large", "ack 3"], link.Read());
    }

    [Fact]
    public void Receive_OneFrameOverTheLimit_FailsByItsNumber()
    {
        var link = _client.TakeQuietly();
        link.Send(Up.Text(new string('a', 101)), Up.Text(new string('a', 117)), Up.Binary(new byte[101]), Up.Text(new string('a', 100)));
        Assert.Equal(["fail 1 message-too-large", "fail 2 message-too-large", "fail 3 message-too-large", "ack 4"], link.Read());
        Assert.Equal(["open", new string('a', 100)], _handler.Calls);
    }

    [Fact]
    public void Receive_EndlessPieces_AreThrownAway()
    {
        var link = _client.TakeQuietly();
        var piece = Up.Fragment(new string('a', 10));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(CloseCode.None, link.Send([.. Enumerable.Repeat(piece, 1000)]));
        }

        Assert.Equal(0, _world.Budget.Used);
        link.Send(Up.Text("end"), Up.Text("2"));
        Assert.Equal(["fail 1 message-too-large", "ack 2"], link.Read());
        Assert.Equal(["open", "2"], _handler.Calls);
    }

    [Fact]
    public void Receive_CarrierEndsBetweenPieces_DeliversNothingOfIt()
    {
        var first = _client.TakeQuietly();
        first.Send(Up.Text("1"), Up.Fragment("lost "));
        first.Leave();
        var second = _client.TakeQuietly(upstream: 1);
        second.Send(Up.Text("2"));
        Assert.Equal(["open", "1", "2"], _handler.Calls);
    }

    [Fact]
    public void Receive_PiecesOfARepeatedMessage_AreDropped()
    {
        _client.Post(0, Up.Fragment("one "), Up.Text("two"));
        _client.Post(0, Up.Fragment("one "), Up.Text("two"), Up.Text("three"));
        Assert.Equal(["open", "one two", "three"], _handler.Calls);
    }

    [Fact]
    public void Receive_ARequestInPieces_IsJoined()
    {
        _client.Post(0, Up.Raw(FrameType.Fragment, [5, (byte)'t', (byte)'a']), Up.Raw(FrameType.Request, [(byte)'b']));
        Assert.Equal(["open", "?ab"], _handler.Calls);
    }

    [Fact]
    public void Send_OverAFrame_TravelsInPieces()
    {
        _world.Options.MaxMessageBytes = 100_000;
        var link = _client.TakeQuietly();
        _session.TrySend(Message.FromText(new string('a', 70_000)));
        Assert.True(link.Reader.TryRead(out var frame));
        var reader = new FrameReader(frame.Frames.Span);
        var pieces = new List<(byte, int)>();
        while (reader.Read() == FrameReadResult.Frame)
        {
            pieces.Add((reader.Type, reader.Payload.Length));
        }

        Assert.Equal([(FrameType.Fragment, 32768), (FrameType.Fragment, 32768), (FrameType.Text, 4464)], pieces);
        Assert.Equal(new string('a', 70_000), System.Text.Encoding.UTF8.GetString(Down.PayloadOf(frame)));
    }
}
