using FsCheck;
using FsCheck.Fluent;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class HostileBytesTests
{
    /// <summary>Every type, with payloads that are almost what they should be.</summary>
    private static Gen<byte[]> Frame { get; } =
        from known in Gen.Elements("tbrsfaxgpqABPcm".Select(character => (byte)character).ToArray())
        from any in Gen.Choose(0, 255)
        from isKnown in Gen.Elements(true, true, true, false)
        from payload in Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Choose(0, 5).Select(value => (byte)value).ArrayOf(),
            Gen.Constant(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }))
        select Up.Raw(isKnown ? known : (byte)any, payload);

    private static Gen<byte[]> Body { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        from frames in Frame.ListOf()
        from cut in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 3)))
        select frames.SelectMany(frame => frame).SkipLast(cut).ToArray());

    /// <summary>What stood before it counts, and it takes no number.</summary>
    [Theory]
    [InlineData(FrameType.TopicMessage)]
    [InlineData(FrameType.TopicEvent)]
    [InlineData(FrameType.Gap)]
    [InlineData(FrameType.Attached)]
    public void Receive_WhatOnlyServersSend_EndsTheCarrier(byte type)
    {
        var handler = new ScriptedHandler();
        var link = new Client(new World(topics: new TopicOptions()).Open(handler)).TakeQuietly();
        Assert.Equal(CloseCode.FrameUnknown, link.Send(Up.Text("1"), Up.Raw(type, [1]), Up.Text("2")));
        Assert.Equal(["open", "1"], handler.Calls);
        Assert.Equal(1, link.Position);
    }

    [Fact]
    public void Receive_AnyBytes_NeverThrowsAndKeepsTheSessionSound() => Prop.ForAll(Body.ListOf().ToArbitrary(), bodies =>
    {
        var world = new World(options => options.InboxMessages = 16);
        var handled = 0;
        var handler = new ScriptedHandler { Message = (_, _) => ++handled % 3 == 0 ? throw new InvalidOperationException("told to") : default };
        var session = world.Open(handler);
        var client = new Client(session);
        var link = client.Take();
        var candidate = client.Probe();
        var pending = session.RequestAsync(Message.FromText("x"), TimeSpan.FromSeconds(1));
        session.TrySend(Message.FromText("y"));
        link.Read();
        foreach (var body in bodies)
        {
            var fault = link.Send(body);
            Assert.True(fault is CloseCode.None or (>= CloseCode.Superseded and < CloseCode.SessionUnknown) or CloseCode.ReceivedInvalid or CloseCode.MessageTooLarge, $"{fault}");
            candidate.Send(body);
            link.Read();
            candidate.Read();
            Assert.True(session.Upstream.Handled <= session.Upstream.Received);
        }

        session.Abort(CloseCode.Kicked);
        link.Leave();
        candidate.Leave();
        _ = pending.Exception;
        Assert.Equal(0, world.Budget.Used);
    }).Check(Generators.Many);

    [Fact]
    public void Receive_TooManyControlFrames_EndsTheCarrier()
    {
        var link = new Client(new World().Open()).TakeQuietly();
        var pongs = Enumerable.Repeat(Up.Pong(), 1024).ToArray();
        Assert.Equal(CloseCode.None, link.Send(pongs));
        Assert.Equal(CloseCode.None, link.Send(pongs));
        Assert.Equal(CloseCode.BatchTooLarge, link.Send([.. pongs, Up.Pong()]));
    }

    [Fact]
    public void Receive_ManyMessages_AreNoControlFrames()
    {
        var session = new World().Open();
        Assert.Equal(CloseCode.None, new Client(session).TakeQuietly().Send([.. Enumerable.Repeat(Up.Text("x"), 2000)]));
        Assert.Equal(2000, session.Handled);
    }

    [Theory]
    [InlineData("0261FF", CloseCode.FrameMalformed)]
    [InlineData("0161", CloseCode.FrameMalformed)]
    [InlineData("0178", CloseCode.FrameMalformed)]
    [InlineData("0163", CloseCode.FrameMalformed)]
    [InlineData("0150", CloseCode.FrameMalformed)]
    [InlineData("0A70010203040506070809", CloseCode.FrameMalformed)]
    [InlineData("00", CloseCode.FrameMalformed)]
    [InlineData("0574", CloseCode.FrameMalformed)]
    [InlineData("0141", CloseCode.FrameUnknown)]
    [InlineData("0142", CloseCode.FrameUnknown)]
    [InlineData("03670101", CloseCode.FrameUnknown)]
    [InlineData("0100", CloseCode.FrameUnknown)]
    [InlineData("017F", CloseCode.FrameUnknown)]
    [InlineData("01E0", CloseCode.FrameUnknown)]
    [InlineData("026101", CloseCode.PositionInvalid)]
    [InlineData("03780141", CloseCode.PositionInvalid)]
    [InlineData("0450010100", CloseCode.ReceivedInvalid)]
    [InlineData("026100", CloseCode.None)]
    [InlineData("0450090000", CloseCode.None)]
    public void Receive_AFaultyFrame_IsToldByItsCode(string hex, CloseCode expected)
    {
        var handler = new ScriptedHandler();
        var session = new World().Open(handler);
        var link = new Client(session).TakeQuietly();
        Assert.Equal(expected, link.Send(Up.Text("before"), Convert.FromHexString(hex)));
        Assert.Equal(["open", "before"], handler.Calls);
        Assert.False(session.IsClosed);
    }
}
