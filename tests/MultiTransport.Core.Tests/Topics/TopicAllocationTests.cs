using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class TopicAllocationTests
{
    private const int Rounds = 2_000;
    private const int Subscribers = 20;

    private readonly byte[] _ack = new byte[FrameWriter.MaxControlFrame];

    /// <summary>What a publish costs is the message's own, however many get it.</summary>
    [Fact]
    public async Task Publish_ToManySubscribers_AllocatesNothingForEach()
    {
        var none = await AllocatedAsync(subscribers: 1);
        var many = await AllocatedAsync(Subscribers);
        Assert.True(many - none < 8 * (Subscribers - 1), $"{many} bytes a publish to {Subscribers}, {none} to one");
    }

    private async Task<double> AllocatedAsync(int subscribers)
    {
        var world = new World(topics: new TopicOptions { Rules = [new TopicRule { Name = "*", HistoryMessages = 1, Subscribe = TopicAccess.Anyone }] });
        var connections = new List<(Session Session, Connection Connection)>();
        for (var i = 0; i < subscribers; i++)
        {
            var session = world.Open();
            Assert.Equal(CloseCode.None, new Client(session).TryAttach(
                new AttachFrame { Mode = AttachMode.Take, Id = session.Id, Secret = session.Secret, Attempt = 1 }, out var connection));
            await world.Topics.SubscribeAsync(session, "t");
            connections.Add((session, connection!));
        }

        var message = Message.FromText("a message of a usual size, give or take");
        void Round()
        {
            var published = world.Topics.PublishAsync("t", message);
            Check(published.IsCompletedSuccessfully);
            foreach (var (session, connection) in connections)
            {
                ReadAndAck(session, connection);
            }
        }

        Run(Round);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(Round);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;
    }

    private static void Run(Action round)
    {
        for (var i = 0; i < Rounds; i++)
        {
            round();
        }
    }

    private void ReadAndAck(Session session, Connection connection)
    {
        long last = 0;
        while (connection.Reader.TryRead(out var frame))
        {
            last = Math.Max(last, frame.Number);
        }

        // One stays in flight: an empty log gives its ring back.
        var carrier = new UpstreamCarrier(0, connection, mayCarryMessages: true);
        session.Receive(ref carrier, _ack.AsSpan(0, FrameWriter.WriteAck(_ack, last - 1)));
        Check(session.Bus.Log.Count == 1);
    }

    /// <summary>The asserts of xunit allocate.</summary>
    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The messages are not where they should be.");
        }
    }
}
