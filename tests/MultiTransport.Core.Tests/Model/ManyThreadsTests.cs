using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>What the histories cannot show, since they run on one thread: publishers, handlers, readers and carriers at the same time.</summary>
public sealed class ManyThreadsTests
{
    private const int Publishers = 3;
    private const int PerPublisher = 2_000;
    private const int Questions = 1_000;
    private const int Expected = (Publishers * PerPublisher) + Questions;

    [Fact]
    public async Task Session_PublishersAndCarriersAtOnce_LosesAndRepeatsNothing()
    {
        var asked = new List<string>();
        var world = new World(options =>
        {
            options.LogMessages = 100_000;
            options.LogBytes = 100_000_000;
        });
        var session = world.Open(new DelegateHandler(async (session, message) =>
        {
            var text = message.GetText();
            lock (asked)
            {
                asked.Add(text);
            }

            if (asked.Count % 3 == 0)
            {
                await Task.Yield();
            }

            await session.SendAsync($"answer {text}");
        }));
        var client = new ThreadedClient(session);
        var threads = Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() => Publish(session, publisher))).ToList();
        threads.Add(Task.Run(() => AskAsync(session)));
        threads.Add(Task.Run(() => client.ReadAsync(Expected)));
        await Task.WhenAll(threads).InTime();

        Assert.Equal(Enumerable.Range(0, Questions).Select(static number => $"{number}"), asked);
        Assert.Equal(Expected, client.Texts.Count);
        foreach (var source in client.Texts.GroupBy(static text => text.Split(' ')[0]))
        {
            var numbers = source.Select(static text => int.Parse(text.Split(' ')[1])).ToList();
            Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        }

        session.Abort(CloseCode.Kicked);
        Assert.Equal(0, world.Budget.Used);
    }

    private static void Publish(Session session, int publisher)
    {
        for (var i = 0; i < PerPublisher; i++)
        {
            Assert.True(session.TrySend(Message.FromText($"publisher{publisher} {i}")));
        }
    }

    /// <summary>Sends up as fast as the window lets it, always by a request of its own.</summary>
    private static async Task AskAsync(Session session)
    {
        for (var i = 0; i < Questions;)
        {
            var carrier = new UpstreamCarrier(i, null, mayCarryMessages: true);
            var fault = session.Receive(ref carrier, Up.Text($"{i}"));
            carrier.Dispose();
            if (fault == CloseCode.None)
            {
                i++;
            }
            else
            {
                Assert.Equal(CloseCode.FlowViolation, fault);
                await session.WaitForHandledAsync(i, TimeSpan.FromSeconds(10));
            }
        }
    }
}
