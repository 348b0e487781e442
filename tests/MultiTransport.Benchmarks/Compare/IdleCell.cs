using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>KiB per idle session, and the CPU that the process takes while nothing happens.</summary>
internal sealed record IdleResult(
    string Transport, string Peer, int Round, double HeapKiB, double ResidentKiB, double ResidentBeforeCollectionKiB, double CpuMillisecondsPerSecond);

/// <summary>A fresh server process a cell: memory that an earlier cell left behind would be reused, and not be seen.</summary>
internal static class IdleCell
{
    private const int WarmSessions = 200;
    private const int MostSteps = 20;
    private const double QuietShare = 0.02; // of one core
    private const double SteadyLimit = 0.2;
    private const double StillFalling = 0.8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    public static IdleResult Run(Dialect dialect, Options options, int round)
    {
        using var server = new ServerProcess(Comparison.ServerOf(dialect));
        using var run = new EchoRun();
        run.Open(dialect, server.EndPoint, WarmSessions, options.AckEach);
        WaitUntilQuiet(server, run);
        server.ReadStats(collect: true);
        var before = server.ReadStats(collect: true);
        run.Open(dialect, server.EndPoint, options.Sessions, options.AckEach);
        WaitUntilQuiet(server, run);
        var cpu = LowestSecond(server, run, (int)Math.Ceiling(options.Seconds));
        var idle = server.ReadStats(collect: false);
        var after = server.ReadStats(collect: true);
        return new IdleResult(
            dialect.Transport,
            dialect.Name,
            round,
            KiB(after.HeapBytes - before.HeapBytes, options.Sessions),
            KiB(after.ResidentBytes - before.ResidentBytes, options.Sessions),
            KiB(idle.ResidentBytes - before.ResidentBytes, options.Sessions),
            cpu);
    }

    private static double KiB(long bytes, int sessions) => bytes / 1024.0 / sessions;

    /// <summary>CPU milliseconds in the quietest second: in the others the just-in-time compiler is still at work.</summary>
    private static double LowestSecond(ServerProcess server, EchoRun run, int seconds)
    {
        var lowest = double.MaxValue;
        var before = server.ReadStats(collect: false).CpuMicroseconds;
        for (var second = 0; second < seconds; second++)
        {
            run.Idle(TimeSpan.FromSeconds(1));
            var now = server.ReadStats(collect: false).CpuMicroseconds;
            lowest = Math.Min(lowest, (now - before) / 1000);
            before = now;
        }

        return lowest;
    }

    /// <summary>Quiet is next to nothing, or no longer falling: timers that run for ever are part of an idle server.</summary>
    private static void WaitUntilQuiet(ServerProcess server, EchoRun run)
    {
        var share = 1.0;
        var isQuiet = false;
        var before = server.ReadStats(collect: false).CpuMicroseconds;
        for (var step = 0; step < MostSteps && !isQuiet; step++)
        {
            run.Idle(Step);
            var now = server.ReadStats(collect: false).CpuMicroseconds;
            var previous = share;
            share = (now - before) / Step.TotalMicroseconds;
            before = now;
            isQuiet = share < QuietShare || (share < SteadyLimit && share > previous * StillFalling);
        }
    }
}
