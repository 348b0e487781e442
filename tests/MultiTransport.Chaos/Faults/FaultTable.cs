using MultiTransport.Testing;

namespace MultiTransport.Chaos.Faults;

/// <summary>What goes wrong in a run; each has a loop of its own. A new fault is a record beside this and a line here.</summary>
internal static class FaultTable
{
    public static IReadOnlyList<ChaosFault> All { get; } =
    [
        new ConnectionsCut(CutKind.Reset, 0.3, 4),
        new ConnectionsCut(CutKind.Finish, 0.5, 6),
        new ConnectionsCut(CutKind.Silent, 6, 30),
        new NetworkDown(),
        new FlowHeld(),
        new Episode("upgrades stripped", static () => new UpgradeStripped()),
        new Episode("answers buffered", static () => new ResponseBuffered { Where = Requests.To("sse", "stream") }),
        new Episode("narrow link", static () => new Link { LatencyUp = TimeSpan.FromMilliseconds(80), LatencyDown = TimeSpan.FromMilliseconds(80), Jitter = TimeSpan.FromMilliseconds(60), BytesPerSecondDown = 8_192 }),
        new WallClockJump(Forward: true),
        new WallClockJump(Forward: false),
        new MonotonicJump(),
        new PoolStarved(),
        new GarbagePressure(),
        new Broadcasts(),
    ];

    /// <summary>What is on all the time: of some POSTs a copy follows, or the answer goes to the next request as well.</summary>
    public static IReadOnlyList<Fault> Constant(Random random, Action<string> count)
    {
        return
        [
            new Replayed(new ReplayPlan { Moment = ReplayMoment.Together, Where = request => Hits(request, "POST replayed", "send", "poll", "native") }),
            new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponse, Answer = ReplayAnswer.Copy, Where = request => Hits(request, "POST replayed", "send", "poll", "native") }),
            new AnswerRepeated { Where = request => Hits(request, "answer repeated", "send", "poll") },
        ];

        bool Hits(ProxiedRequest request, string name, params string[] paths)
        {
            const int oneIn = 30;
            lock (random)
            {
                if (request.Method != "POST" || !Requests.To(paths)(request) || random.Next(oneIn) != 0)
                {
                    return false;
                }
            }

            count(name);
            return true;
        }
    }
}
