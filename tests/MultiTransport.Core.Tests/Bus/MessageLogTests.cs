using FsCheck;
using FsCheck.Fluent;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class MessageLogTests
{
    private readonly ByteBudget _budget = new(1 << 20);
    private readonly SessionOptions _options = new() { LogMessages = 8, LogBytes = 1000 };
    private readonly MessageLog _log;

    public MessageLogTests() => _log = new MessageLog(_options, _budget);

    [Fact]
    public void AnyOperations_LikeTwoLists_KeepEveryMessage() =>
        Prop.ForAll(Generators.Run(150).ToArbitrary(), run => new MessageLogModel(run).Check()).Check(Generators.Many);

    [Fact]
    public void Ack_OfWhatWasNotWritten_IsNeverSent()
    {
        Append(3);
        _log.Take(forget: false);
        Assert.Equal(AckResult.NeverSent, _log.Ack(2));
        Assert.Equal(AckResult.Moved, _log.Ack(1));
        Assert.Equal(AckResult.Old, _log.Ack(1));
        Assert.Equal(AckResult.Old, _log.Ack(0));
        Assert.Equal(2, _log.Count);
    }

    [Fact]
    public void Ack_OfWhatWasRewound_TakesItFromThePending()
    {
        Append(3);
        TakeAll();
        _log.Rewind(0);
        Assert.Equal(AckResult.Moved, _log.Ack(2));
        Assert.Equal(3, _log.NextPending.Number);
        Assert.Equal((0, 1), (_log.SentCount, _log.PendingCount));
    }

    [Fact]
    public void Rewind_AheadOfWhatIsInFlight_KeepsItForTheAck()
    {
        Append(4);
        TakeAll();
        _log.Rewind(1);
        _log.Rewind(3);
        Assert.Equal(4, _log.NextPending.Number);
        Assert.Equal(3, _log.SentCount);
    }

    [Fact]
    public void IsWindowOpen_HalfOfTheLogInFlight_IsClosed()
    {
        Append(8);
        for (var taken = 0; taken < 4; taken++)
        {
            Assert.True(_log.IsWindowOpen);
            _log.Take(forget: false);
        }

        Assert.False(_log.IsWindowOpen);
        _log.Ack(1);
        Assert.True(_log.IsWindowOpen);
    }

    [Fact]
    public void IsWindowOpen_NothingInFlight_LetsAnySizePass()
    {
        _log.Append(FrameType.Binary, default, new byte[900]);
        _log.Append(FrameType.Binary, default, new byte[10]);
        Assert.True(_log.IsWindowOpen);
        _log.Take(forget: false);
        Assert.False(_log.IsWindowOpen);
    }

    [Fact]
    public void HasRoom_BudgetExhausted_OnlyForAnEmptyLog()
    {
        Assert.True(_log.HasRoom(10));
        _budget.Rent(2 << 20);
        Assert.True(_budget.IsExhausted);
        Assert.True(_log.HasRoom(10));
        Append(1);
        Assert.False(_log.HasRoom(10));
    }

    [Fact]
    public void Clear_WithAReaderOnAnEntry_ReturnsTheRestWhenTheReaderIsDone()
    {
        Append(2);
        var held = _log.Take(forget: false);
        held.Segment!.AddReference();
        var before = held.Frames.ToArray();
        _log.Clear();
        Assert.True(_budget.Used > 0);
        Assert.Equal(before, held.Frames.ToArray());
        _log.Release(held.Segment!);
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public void Append_Shared_RentsNothing()
    {
        _log.Append(new SharedMessage(Message.FromText("shared")));
        Assert.Equal(0, _budget.Used);
        Assert.Equal("shared".Length + 2, _log.Bytes);
    }

    private void Append(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _log.Append(FrameType.Text, default, "text"u8);
        }
    }

    private void TakeAll()
    {
        while (_log.PendingCount > 0)
        {
            _log.Take(forget: false);
        }
    }
}
