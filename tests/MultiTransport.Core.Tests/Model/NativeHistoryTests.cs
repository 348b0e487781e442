using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Core.Tests;

public sealed class NativeHistoryTests
{
    private const int LogMessages = 6;

    [Fact]
    public void AnyHistory_OfANativeClient_ResumesByItsPlace() => Prop.ForAll(Generators.Run(120).ToArbitrary(), run =>
    {
        var world = new World(options =>
        {
            options.LogMessages = LogMessages;
            options.Overflow = run[0] % 2 == 0 ? OverflowPolicy.Disconnect : OverflowPolicy.DropOldest;
        });
        var session = world.Open();
        var client = new Client(session);
        Link? link = null;
        Queue<string> underWay = new();
        List<long> log = [];
        HashSet<long> dropped = [], have = [];
        long sent = 0, written = 0, received = 0;
        foreach (var step in run)
        {
            switch (step % 5)
            {
                case 0 or 1 when MakeRoom():
                    log.Add(++sent);
                    Assert.True(session.TrySend(Message.FromText("x")));
                    break;
                case 2 when link is not null:
                    foreach (var line in link.Read(1 + (step / 5 % 4)))
                    {
                        underWay.Enqueue(line);
                        written = line.EndsWith('x') ? long.Parse(line.Split(' ')[0]) : written;
                    }

                    break;
                case 3 when underWay.Count > 0:
                    Hear(underWay.Dequeue());
                    break;
                case 4 when link is not null && step / 5 % 2 == 0:
                    link.Leave();
                    underWay.Clear();
                    link = null;
                    break;
                case 4 when link is null:
                    log.RemoveAll(number => number <= received);
                    written = received;
                    link = client.Native(position: received);
                    break;
            }
        }

        link?.Leave();
        log.RemoveAll(number => number <= received);
        client.Native(position: received).Read().ForEach(Hear);
        Assert.Equal(sent, received);

        // A native client never acks, so at its end the log is full of what it has.
        Assert.Equal(log.Count, session.Bus.Log.Count);

        bool MakeRoom()
        {
            while (log.Count >= LogMessages)
            {
                var oldest = log[0];
                if (link is not null && oldest > written && world.Options.Overflow == OverflowPolicy.Disconnect)
                {
                    return false;
                }

                log.Remove(oldest);
                dropped.Add(oldest);
            }

            return true;
        }

        void Hear(string line)
        {
            var words = line.Split(' ', '-');
            if (words[0] != "gap")
            {
                Assert.Equal(received + 1, long.Parse(words[0]));
                Assert.True(have.Add(++received));
                return;
            }

            Assert.Equal(received + 1, long.Parse(words[1]));
            while (received < long.Parse(words[2]))
            {
                Assert.Contains(++received, dropped);
            }
        }
    }).Check(Generators.Many);
}
