using System.Collections.Concurrent;
using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ConcurrencyTests
{
    private const int Publishers = 4;
    private const int EachPublishes = 500;

    /// <summary>Small logs: readers fall behind and catch up while it goes on.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(100_000)]
    public async Task ManyPublishers_ManySessions_AllGetTheSameOrder(int logMessages)
    {
        var world = new World(
            options => (options.LogMessages, options.Overflow) = (logMessages, OverflowPolicy.Wait),
            topics: new TopicOptions { Rules = [new TopicRule { Name = "*", HistoryMessages = 100_000, HistoryBytes = 1 << 24, Subscribe = TopicAccess.Anyone }] });
        var readers = Enumerable.Range(0, 4).Select(_ => new Client(world.Open()).TakeQuietly()).ToList();
        foreach (var link in readers)
        {
            link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        }

        var reading = readers.Select(link => Task.Run(() => ReadAsync(link))).ToList();
        var publishing = Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < EachPublishes; i++)
            {
                await world.Topics.PublishAsync("t", Message.FromText($"{publisher}:{i}"));
            }
        }));

        await Task.WhenAll(publishing).InTime();
        var got = await Task.WhenAll(reading).InTime();
        Assert.All(got, lines => Assert.Equal(got[0], lines));
        for (var publisher = 0; publisher < Publishers; publisher++)
        {
            // What one publisher awaited before the next is before it.
            var own = got[0].Where(line => line.StartsWith($"{publisher}:", StringComparison.Ordinal)).ToList();
            Assert.Equal(Enumerable.Range(0, EachPublishes).Select(i => $"{publisher}:{i}"), own);
        }
    }

    /// <summary>Sessions come and go on several threads while others publish: in the end nothing is left of them.</summary>
    [Fact]
    public async Task SessionsComeAndGo_NothingIsLeft()
    {
        var world = new World(topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Presence = true, Subscribe = TopicAccess.Anyone }] });
        using var stop = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await world.Topics.PublishAsync("t", Message.FromText("x"));
            }
        });
        var sessions = new ConcurrentBag<Session>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var session = world.Open(owner: new SessionOwner($"user {worker}", null, null, null));
                sessions.Add(session);
                var closing = Task.Run(() => session.Abort(CloseCode.Kicked));
                try
                {
                    await world.Topics.SubscribeAsync(session, "t", new TopicSubscribe { Last = 10, Presence = true });
                }
                catch (SessionClosedException)
                {
                    // It was kicked before.
                }

                await closing;
            }
        }))).InTime();
        await stop.CancelAsync();
        await publishing.InTime();
        world.WaitUntilQuiet();
        Assert.Equal(0, world.Topics.Counts.Subscriptions);
        Assert.Empty(world.Topics.GetPresence("t").Users);
        Assert.Equal(0, world.Topics.List().Single().Subscribers);
        Assert.All(sessions, session => Assert.Empty(world.Topics.OfSession(session)));
    }

    private static async Task<List<string>> ReadAsync(Link link)
    {
        var lines = new List<string>();
        var expected = 1L;
        while (lines.Count < Publishers * EachPublishes)
        {
            await link.Reader.WaitToReadAsync().AsTask().InTime();
            long last = 0;
            while (link.Reader.TryRead(out var frame))
            {
                last = Math.Max(last, frame.Number);
                if (frame.Type == FrameType.TopicMessage && TopicMessagePayload.TryParse(Down.PayloadOf(frame), out var message))
                {
                    Assert.Equal(expected++, message.Position);
                    lines.Add(Encoding.UTF8.GetString(message.Body));
                }
            }

            if (last > 0)
            {
                link.Send(Up.Ack(last));
            }
        }

        return lines;
    }
}
