using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ReplayAllocationTests
{
    private const int Messages = 50;
    private const int Length = 4_000;

    /// <summary>Clients that come back at once get the same bytes: what the second costs does not grow with what is replayed.</summary>
    [Fact]
    public async Task Replay_ToManyAtOnce_EncodesEachMessageOnce()
    {
        var world = new World(topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone }] });
        for (var i = 0; i < Messages; i++)
        {
            await world.Topics.PublishAsync("t", Message.FromText(new string('x', Length)));
        }

        // What is compiled and rented at first is not of the replay.
        _ = Replayed(world);
        var first = Replayed(world);
        var again = Enumerable.Range(0, 10).Select(_ => Replayed(world)).ToList();

        Assert.All(again, next => Assert.All(next.Frames.Zip(first.Frames), static pair => Assert.Same(pair.First, pair.Second)));
        Assert.True(again.Average(static next => next.Bytes) < Messages * Length / 4, $"{again.Average(static next => next.Bytes)} bytes for the same history once more");
    }

    [Fact]
    public void Replay_OfATopicThatGaveWayAndCameBack_IsEncodedForItsNewIndex()
    {
        var message = new TopicMessage(1, DateTimeOffset.UnixEpoch, Message.FromText("a"), null, null);
        var table = new World(topics: new TopicOptions()).Topics;
        var (before, after) = (new Topic(table, "t", 1, new TopicRule()), new Topic(table, "t", 2, new TopicRule()));
        var frames = message.FramesOf(before);
        Assert.Same(frames, message.FramesOf(before));
        Assert.NotSame(frames, message.FramesOf(after));
        GC.KeepAlive(frames);
    }

    /// <summary>The session stays as it is: its log holds what it got.</summary>
    private static (Session Session, long Bytes, List<byte[]> Frames) Replayed(World world)
    {
        var session = world.Open();
        var link = new Client(session).TakeQuietly();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(world.Topics.SubscribeAsync(session, "t", new TopicSubscribe { Last = Messages }).AsTask().IsCompletedSuccessfully);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        var frames = new List<byte[]>();
        while (link.Reader.TryRead(out var frame))
        {
            if (frame.Type == FrameType.TopicMessage)
            {
                frames.Add(frame.Shared!.Frames);
            }
        }

        Assert.Equal(Messages, frames.Count);
        return (session, bytes, frames);
    }
}
