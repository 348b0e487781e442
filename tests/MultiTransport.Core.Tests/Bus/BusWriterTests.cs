using System.Threading.Channels;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class BusWriterTests
{
    private readonly World _world = new(options =>
    {
        options.LogMessages = 2;
        options.Overflow = OverflowPolicy.Wait;
    });

    private readonly Session _session;
    private readonly ChannelWriter<Message> _writer;

    public BusWriterTests()
    {
        _session = _world.Open();
        _writer = _session.Bus.Writer;
    }

    [Fact]
    public async Task Write_Room_IsRead()
    {
        var link = new Client(_session).TakeQuietly();
        Assert.True(await _writer.WaitToWriteAsync());
        Assert.True(_writer.TryWrite(Message.FromText("a")));
        await _writer.WriteAsync(Message.FromText("b"));
        Assert.False(_writer.TryWrite(Message.FromText("c")));
        Assert.Equal(["1 a"], link.Read());
    }

    [Fact]
    public async Task WaitToWrite_Full_CompletesWithTheNextAck()
    {
        var link = new Client(_session).TakeQuietly();
        _writer.TryWrite(Message.FromText("a"));
        _writer.TryWrite(Message.FromText("b"));
        var wait = _writer.WaitToWriteAsync().AsTask();
        link.Read();
        Assert.False(wait.IsCompleted);
        link.Send(Up.Ack(1));
        Assert.True(await wait.InTime());
    }

    [Fact]
    public void TryComplete_TellsTheClientAfterWhatWasWritten()
    {
        var link = new Client(_session).TakeQuietly();
        _writer.TryWrite(Message.FromText("a"));
        Assert.True(_writer.TryComplete(new InvalidOperationException("why")));
        Assert.False(_writer.TryComplete());
        Assert.False(_writer.TryWrite(Message.FromText("b")));
        Assert.Equal(["1 a", "close closed: why"], link.Read());
    }

    [Fact]
    public async Task WaitToWrite_SessionEnds_IsFalse()
    {
        _writer.TryWrite(Message.FromText("a"));
        _writer.TryWrite(Message.FromText("b"));
        var wait = _writer.WaitToWriteAsync().AsTask();
        _session.Abort(CloseCode.Kicked);
        Assert.False(await wait.InTime());
    }
}
