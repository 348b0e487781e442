using System.Runtime.InteropServices;

namespace MultiTransport.Core.Tests;

public sealed class SharedMessageTests
{
    [Fact]
    public void Send_ToManySessions_ReferencesTheSameBytes()
    {
        var world = new World();
        var shared = new SharedMessage(Message.FromText("to all"));
        for (var i = 0; i < 3; i++)
        {
            var session = world.Open();
            var link = new Client(session).TakeQuietly();
            Assert.True(session.TrySend(shared));
            Assert.True(link.Reader.TryRead(out var frame));
            Assert.Same(shared, frame.Shared);
            Assert.True(MemoryMarshal.TryGetArray(frame.Frames, out var bytes));
            Assert.Same(shared.Frames, bytes.Array);
        }

        Assert.Equal(0, world.Budget.Used);
    }

    [Fact]
    public void Send_SharedAmongOwnMessages_KeepsItsPlace()
    {
        var session = new World().Open();
        session.TrySend(Message.FromText("a"));
        session.TrySend(new SharedMessage(Message.FromBinary(new byte[] { 1, 2 })));
        session.TrySend(Message.FromText("c"));
        Assert.Equal(["1 a", "2 [0102]", "3 c"], new Client(session).TakeQuietly().Read());
    }

    [Fact]
    public void Constructor_CopiesThePayload()
    {
        var payload = "before"u8.ToArray();
        var shared = new SharedMessage(new Message(MessageKind.Text, payload));
        "after!"u8.CopyTo(payload);
        var session = new World().Open();
        session.TrySend(shared);
        Assert.Equal(["1 before"], new Client(session).TakeQuietly().Read());
    }

    [Fact]
    public void Events_AreEncodedOnce()
    {
        var shared = new SharedMessage(Message.FromText("x"));
        Assert.Equal("data:tx\n\n"u8.ToArray(), shared.Events);
        Assert.Same(shared.Events, shared.Events);
    }
}
