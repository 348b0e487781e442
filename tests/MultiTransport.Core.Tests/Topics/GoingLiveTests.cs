namespace MultiTransport.Core.Tests;

public sealed class GoingLiveTests
{
    private const int Window = 8;

    /// <summary>It has all there is, and while it waits for the topic's turn there is one more.</summary>
    [Fact]
    public async Task Published_WhileItWaitsForTheTurn_ComesFromTheHistory()
    {
        var history = new FaultyHistory();
        var world = new World(
            options => (options.Overflow, options.LogMessages) = (OverflowPolicy.Wait, 2 * Window),
            topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone }] },
            history: history);
        var link = new Client(world.Open()).TakeQuietly();
        for (var i = 0; i < 2 * Window; i++)
        {
            link.Session.TrySend(Message.FromText("full"));
        }

        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}""")); // its answer waits for room, and it begins after that
        var slow = new TaskCompletionSource();
        history.Before = call => call == "append t" ? slow.Task : Task.CompletedTask;
        var published = world.Topics.PublishAsync("t", Message.FromText("a")).AsTask();
        Drain(link);
        Assert.True(SpinWait.SpinUntil(() => world.Topics.Counts.Replaying == 1, TimeSpan.FromSeconds(30)));
        slow.SetResult();
        await published.InTime();
        world.WaitUntilQuiet();
        Assert.Equal("18 topic 1:1 a", Drain(link));
    }

    /// <summary>Reads and acks all there is; the last line.</summary>
    private static string Drain(Link link)
    {
        var last = "";
        for (var lines = link.Read(); lines.Count > 0; lines = link.Read())
        {
            last = lines[^1];
            link.Send(Up.Ack(link.Session.Bus.Log.Written));
        }

        return last;
    }
}
