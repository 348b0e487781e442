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
    [InlineData(200)]
    public void Receive_PiecesOverTheLimit_AreTooLarge(int length)
    {
        var fault = _client.Post(0, Up.Text("fine"), Up.Fragment(new string('a', 60)), Up.Text(new string('a', length - 60)), Up.Text("never"));
        Assert.Equal(CloseCode.MessageTooLarge, fault);
        Assert.Equal(["open", "fine"], _handler.Calls);
        Assert.False(_session.IsClosed);
    }

    [Fact]
    public void Receive_OneFrameOverTheLimit_IsTooLarge()
    {
        Assert.Equal(CloseCode.MessageTooLarge, _client.Post(0, Up.Text(new string('a', 101))));
        Assert.Equal(CloseCode.None, _client.Post(0, Up.Text(new string('a', 100))));
    }

    [Fact]
    public void Receive_EndlessPieces_EndAtTheLimit()
    {
        var piece = Up.Fragment(new string('a', 10));
        Assert.Equal(CloseCode.MessageTooLarge, _client.Post(0, [.. Enumerable.Repeat(piece, 1000)]));
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
