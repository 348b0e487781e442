using System.Buffers;

namespace MultiTransport.Client.Tests;

public sealed class FlowTests
{
    private static readonly TimeSpan T0 = TimeSpan.Zero;

    [Fact]
    public void Outbox_Write_StopsAtTheWindowAndGoesOnAfterAnAck()
    {
        var outbox = Of(5, new UpstreamLimits(100, 1000, 3, 1000));
        long cursor = 0;
        Assert.Equal(3, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1));
        Assert.False(outbox.HasAfter(cursor));
        Assert.True(outbox.Ack(2));
        Assert.Equal(2, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1));
        Assert.Equal((5, 5, 2), (cursor, outbox.Written, outbox.Acked));
        Assert.False(outbox.Ack(6));
    }

    [Fact]
    public void Outbox_WindowOfBytes_AlwaysLetsOneThrough()
    {
        var outbox = Of(3, new UpstreamLimits(100, 1000, 10, 5));
        long cursor = 0;
        Assert.Equal(1, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1));
        outbox.Ack(1);
        Assert.Equal(1, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1));
    }

    [Fact]
    public void Outbox_AnotherCarrier_StartsFromWhatIsKnown()
    {
        var outbox = Of(3, UpstreamLimits.Default);
        long cursor = 0;
        outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1);
        Assert.Equal(0, outbox.Known);
        outbox.Received(2);
        Assert.Equal(2, outbox.Known);
        outbox.Received(1);
        Assert.Equal(2, outbox.Known);
        outbox.Received(99);
        Assert.Equal(3, outbox.Known);
    }

    [Fact]
    public void Outbox_AckedByAnotherCarrier_TheirPlacesAreFilled()
    {
        var outbox = Of(4, UpstreamLimits.Default);
        long first = 0;
        outbox.Write(new ArrayBufferWriter<byte>(), ref first, 1000, 3, 1);
        long second = 0;
        outbox.Ack(3);
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(1, outbox.Write(output, ref second, 1000, int.MaxValue, 1));
        Assert.Equal([0xC0, 0xC0, 0xC0, FrameType.Text], Types(output));
        Assert.Equal(4, second);
    }

    [Fact]
    public void Outbox_BodyBound_TakesWholeMessagesAndOneAtLeast()
    {
        var outbox = Of(3, UpstreamLimits.Default);
        long cursor = 0;
        Assert.Equal(1, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1, int.MaxValue, 1));
        Assert.Equal(2, outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 24, int.MaxValue, 1));
    }

    [Fact]
    public async Task Outbox_Lose_KeepsWhatWasNotWrittenAndWhatHasAKey()
    {
        var outbox = new Outbox(100, 10_000);
        var written = Add(outbox, "written", null);
        var keyed = Add(outbox, "keyed", "k");
        var fresh = Add(outbox, "fresh", null);
        long cursor = 0;
        outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 30, 2, 1);
        outbox.Lose();
        Assert.Equal("outcome-unknown", (await Assert.ThrowsAsync<SessionException>(() => written)).Code);
        Assert.Equal((2, 0, 0, 0), (outbox.Count, outbox.Acked, outbox.Known, outbox.Written));
        Assert.Equal(10, outbox.Bytes);
        Assert.Same(keyed, outbox.OnItsWay("k"));
        cursor = 0;
        outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1);
        outbox.Fail(1, "handler-failed");
        outbox.Ack(2);
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => keyed)).Code);
        await fresh;
        Assert.Null(outbox.OnItsWay("k"));
        Assert.Equal(0, outbox.Bytes);
    }

    [Fact]
    public void Outbox_ManyRounds_KeepsItsAccounts()
    {
        var outbox = new Outbox(10_000, 1_000_000) { Limits = new UpstreamLimits(100, 1000, 50, 400) };
        var random = new Random(5);
        long cursor = 0;
        var added = 0;
        for (var round = 0; round < 2_000; round++)
        {
            for (var more = random.Next(4); more > 0; more--)
            {
                Add(outbox, new string('x', random.Next(20)), null);
                added++;
            }

            outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 200, int.MaxValue, 1);
            Assert.InRange(cursor - outbox.Acked, 0, 50);
            outbox.Ack(outbox.Acked + random.NextInt64(cursor - outbox.Acked + 1));
        }

        while (outbox.Count > 0)
        {
            outbox.Write(new ArrayBufferWriter<byte>(), ref cursor, 1000, int.MaxValue, 1);
            outbox.Ack(cursor);
        }

        Assert.Equal((added, 0), (outbox.Acked, outbox.Bytes));
    }

    [Fact]
    public void AckLedger_HalfAWindow_IsDue()
    {
        var acks = new AckLedger { WindowMessages = 4, WindowBytes = 100 };
        acks.MarkHandled(1, 10, T0);
        Assert.True(acks.HasNews);
        Assert.False(acks.IsDue(T0));
        acks.MarkHandled(2, 10, T0);
        Assert.True(acks.IsDue(T0));
        acks.Write(new ArrayBufferWriter<byte>());
        Assert.False(acks.HasNews);
        acks.MarkHandled(3, 50, T0);
        Assert.True(acks.IsDue(T0));
    }

    [Fact]
    public void AckLedger_FiveSecondsAfterTheFirst_IsDue()
    {
        var acks = new AckLedger();
        acks.MarkHandled(1, 1, TimeSpan.FromSeconds(1));
        acks.MarkHandled(2, 1, TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(6), acks.DueAt);
        Assert.False(acks.IsDue(TimeSpan.FromSeconds(5.9)));
        Assert.True(acks.IsDue(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void AckLedger_OutOfOrder_AcksThePrefixOnly()
    {
        var acks = new AckLedger();
        acks.MarkHandled(2, 1, T0);
        acks.MarkHandled(3, 1, T0);
        Assert.Equal(0, acks.Handled);
        acks.MarkLost(4, 1_000_000_000, T0);
        acks.MarkHandled(1, 1, T0);
        Assert.Equal(1_000_000_000, acks.Handled);
    }

    [Fact]
    public void AckLedger_CarrierThatFailed_TellsAgainAndOneThatArrivedDoesNot()
    {
        var acks = new AckLedger();
        acks.Fail(1, "not-utf8");
        acks.MarkHandled(1, 1, T0);
        acks.Write(new ArrayBufferWriter<byte>());
        acks.Repeat(T0);
        var output = new ArrayBufferWriter<byte>();
        var mark = acks.Write(output);
        Assert.Equal([FrameType.Fail, FrameType.Ack], Types(output));
        acks.Settle(mark);
        acks.Repeat(T0);
        Assert.False(acks.HasNews);
    }

    [Fact]
    public void Suspect_PostsFailAndOthersWork_IsRefusedUntilTheServerHasIt()
    {
        var suspect = new Suspect();
        suspect.PostFailed(5);
        Assert.False(suspect.WantsCheck);
        suspect.PostFailed(5);
        Assert.True(suspect.WantsCheck);
        suspect.Checked(worked: false);
        Assert.False(suspect.WantsCheck);
        suspect.PostFailed(5);
        suspect.PostFailed(5);
        suspect.Checked(worked: true);
        Assert.False(suspect.IsRefusedByPost || suspect.WantsCheck);
        suspect.PostFailed(5);
        suspect.Checked(worked: true);
        Assert.True(suspect.IsRefusedByPost);
        suspect.SocketDied(5);
        Assert.False(suspect.IsRefusedBySocket);
        suspect.SocketDied(5);
        Assert.True(suspect.IsRefusedBySocket);
        suspect.Known(5);
        Assert.False(suspect.IsRefusedByPost || suspect.IsRefusedBySocket);
    }

    private static List<byte> Types(ArrayBufferWriter<byte> output)
    {
        var types = new List<byte>();
        var reader = new FrameReader(output.WrittenSpan);
        while (reader.Read() == FrameReadResult.Frame)
        {
            types.Add(reader.Type);
        }

        return types;
    }

    private static Outbox Of(int messages, UpstreamLimits limits)
    {
        var outbox = new Outbox(100, 10_000) { Limits = limits };
        for (var number = 0; number < messages; number++)
        {
            Add(outbox, "0123456789", null);
        }

        return outbox;
    }

    private static Task Add(Outbox outbox, string text, string? key)
    {
        var outcome = new SendOutcome();
        outbox.Add(OutgoingMessage.Of(FrameType.Text, default, text, key, outcome), outcome.Task);
        return outcome.Task;
    }
}
