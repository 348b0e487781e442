using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Client.Tests;

/// <summary>What one client finds out about a network is of use to itself and to the next one there.</summary>
public sealed class LearningTests
{
    private const int Shared = 3;

    [Fact]
    public async Task WebSocketsSwallowed_ForThreeSessions_TheFourthBeginsWithoutAndTriesThemLater()
    {
        await using var rig = await Rig.StartAsync();
        rig.Proxy.Faults = [new FramesSwallowed()];
        for (var i = 0; i < Shared; i++)
        {
            await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
            await session.AttemptAsync(static attempt => attempt is { Transport: TransportNames.WebSocket, Verdict: "failed" });
            await session.SendAsync("what there is to report rides on this").WithTimeout();
        }

        var tried = rig.Requests("/ws");
        var clock = new ManualTimeProvider();
        var options = Rig.Options(TransportNames.WebSocket, TransportNames.LongPolling);
        options.TimeProvider = clock;
        options.Gather = TimeSpan.Zero;
        await using var fourth = ClientSession.Connect(rig.Url, options);
        var messages = fourth.GetAsyncEnumerator();
        for (var i = 0; i < 5; i++)
        {
            await fourth.SendAsync($"{i}").WithTimeout();
            Assert.Equal($"{i}", await messages.NextAsync());
        }

        Assert.Equal(tried, rig.Requests("/ws"));
        Assert.Equal(TransportNames.LongPolling, fourth.Transport);
        for (var seconds = 0; rig.Requests("/ws") == tried; seconds++)
        {
            Assert.True(seconds < 120, "It is never tried again.");
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10); // for the requests that the clock sets off
        }

        await using var patience = new ClockRunner(clock); // for the close
        await fourth.CloseAsync().WithTimeout();
    }

    [Fact]
    public async Task IdleConnectionsCut_TwiceInASession_TheThirdLivesAndOthersBeginSo()
    {
        await using var rig = await LearningRigAsync();
        rig.Proxy.Faults = [new IdleKilled(TimeSpan.FromSeconds(3))];
        await CutTwiceAsync(rig);
        Assert.Null(Assert.Single(Networks(rig).Snapshot()).IdleTimer); // one session teaches itself alone
        var learnt = default(LimitReport);
        for (var tries = 0; learnt is null; tries++)
        {
            Assert.True(tries < 4, $"Nothing was learnt.\n{Told(rig)}"); // on a busy machine a cut may be noticed too late to agree
            await Task.WhenAll(CutOnceAsync(rig), CutOnceAsync(rig));
            learnt = Assert.Single(Networks(rig).Snapshot()).IdleTimer;
        }

        Assert.InRange(learnt.Sessions, 3, int.MaxValue);
        Assert.InRange(learnt.Measured.TotalSeconds, 2.5, 3.5);

        await using var next = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        await next.TransportAsync(TransportNames.WebSocket);
        await LivesAsync(next, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ConnectionsOfAnAgeCut_TwiceInASession_TheyAreHandedOverBeforeAndNothingIsLost()
    {
        await using var rig = await LearningRigAsync();
        rig.Proxy.Faults = [new LifetimeLimited(TimeSpan.FromSeconds(6)) { Where = Testing.Requests.Upgrade }];
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        var rotated = 0;
        var cut = 0;
        session.AttemptEnded += (_, attempt) => rotated += attempt is { Transport: TransportNames.WebSocket, Mode: "take", Verdict: "ok" } ? 1 : 0;
        session.TransportChanged += (_, change) => cut += change is { From: TransportNames.WebSocket, To: TransportNames.LongPolling } ? 1 : 0;
        await session.TransportAsync(TransportNames.WebSocket);
        var messages = session.GetAsyncEnumerator();
        var sends = new List<Task>();
        for (var number = 0; rotated < 2; number++)
        {
            Assert.True(number < 2_000, $"It was handed over {rotated} times and cut {cut} times.\n{Told(rig)}");
            sends.Add(session.SendAsync($"{number}"));
            Assert.Equal($"{number}", await messages.NextAsync());
            await Task.Delay(20); // traffic, not a flood
        }

        await Task.WhenAll(sends).WithTimeout();
        Assert.True(cut == 2, $"It was cut {cut} times.\n{Told(rig)}");
        Assert.Equal(Enumerable.Range(0, sends.Count).Select(static number => $"{number}"), rig.Log.Texts);
    }

    [Fact]
    public async Task OneEventBehind_TheSessionStaysOnEventsAndEachMessageComesByItself()
    {
        await using var rig = await LearningRigAsync();
        rig.Proxy.Faults = [new UpgradeStripped(), new OneBehind()];
        await using var session = rig.Connect(TransportNames.ServerSentEvents, TransportNames.LongPolling);
        await session.ReachAsync(TransportNames.ServerSentEvents);
        var messages = session.GetAsyncEnumerator();
        var attempts = session.Attempts.Count; // a beat that came late because this machine was busy made it one more
        for (var number = 0; number < 10; number++)
        {
            var watch = Stopwatch.StartNew();
            await session.SendAsync($"{number}").WithTimeout();
            Assert.Equal($"{number}", await messages.NextAsync());
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4)); // the heartbeat, which would push it through, is at 5 s
        }

        Assert.Equal(TransportNames.ServerSentEvents, session.Transport);
        Assert.Equal(attempts, session.Attempts.Count);
    }

    private static async Task CutTwiceAsync(Rig rig)
    {
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling);
        await session.AttemptAsync(static attempt => attempt is { Transport: TransportNames.WebSocket, Reason: "died-young" });
        await session.AttemptAsync(static attempt => attempt is { Transport: TransportNames.ServerSentEvents, Reason: "died-young" });
        await session.TransportAsync(TransportNames.Streaming);
        await LivesAsync(session, TimeSpan.FromSeconds(5));
    }

    private static async Task CutOnceAsync(Rig rig)
    {
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        await session.AttemptAsync(static attempt => attempt is { Transport: TransportNames.WebSocket, Reason: "died-young" });
        await session.SendAsync("what there is to report rides on this").WithTimeout();
    }

    /// <summary>The session stays where it is for a while in which nobody says anything: what is proven here is that nothing happens.</summary>
    private static async Task LivesAsync(ClientSession session, TimeSpan time)
    {
        var before = (session.Transport, session.Counters.Values.Sum(static count => count.Taken));
        await Task.Delay(time);
        Assert.True(
            before == (session.Transport, session.Counters.Values.Sum(static count => count.Taken)),
            $"It was on {before.Transport} and is on {session.Transport}.\n{string.Join('\n', session.Attempts)}");
    }

    private static Task<Rig> LearningRigAsync() => Rig.StartAsync(
        services: static services => services.Configure<MultiTransportServerOptions>(static server => server.SweepInterval = TimeSpan.FromMilliseconds(100)));

    private static string Told(Rig rig) =>
        string.Join('\n', rig.Host.Logs.Entries.Where(static log => log.Event.Name is "NetworkReported" or "ConnectionPromoted" or "ConnectionDetached").Select(static log => log.Text));

    private static IMultiTransportNetworks Networks(Rig rig) => rig.Host.Services.GetRequiredService<IMultiTransportNetworks>();

    /// <summary>Lets a clock run that stood still.</summary>
    private sealed class ClockRunner : IAsyncDisposable
    {
        private readonly CancellationTokenSource _life = new();
        private readonly Task _running;

        public ClockRunner(ManualTimeProvider clock) => _running = RunAsync(clock);

        public async ValueTask DisposeAsync()
        {
            await _life.CancelAsync();
            await _running;
            _life.Dispose();
        }

        private async Task RunAsync(ManualTimeProvider clock)
        {
            while (!_life.IsCancellationRequested)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Delay(10);
            }
        }
    }
}
