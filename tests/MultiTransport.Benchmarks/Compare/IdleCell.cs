using MultiTransport.Benchmarks.Dialects;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>KiB per idle session, and the CPU that a thousand of them take while nothing happens.</summary>
internal sealed record IdleResult(
    string Transport, string Peer, int Round, double HeapKiB, double ResidentKiB, double ResidentBeforeCollectionKiB, double CpuMillisecondsPerSecond);

/// <summary>A fresh server process a cell: memory that an earlier cell left behind would be reused, and not be seen.</summary>
internal static class IdleCell
{
    private const int WarmSessions = 200;
    private const double QuietShare = 0.02; // of one core
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private const int MostSteps = 20;

    public static IdleResult Run(Dialect dialect, Options options, int round)
    {
        using var server = new ServerProcess(dialect.Server);
        using var run = new EchoRun();
        run.Open(dialect, server.EndPoint, WarmSessions, options.AckEach);
        WaitUntilQuiet(server, run);
        server.ReadStats(collect: true);
        var before = server.ReadStats(collect: true);
        run.Open(dialect, server.EndPoint, options.Sessions, options.AckEach);
        var cpu = WaitUntilQuiet(server, run);
        var unswept = server.ReadStats(collect: false);
        var after = server.ReadStats(collect: true);
        return new IdleResult(
            dialect.Transport,
            dialect.Name,
            round,
            KiB(after.HeapBytes - before.HeapBytes, options.Sessions),
            KiB(after.ResidentBytes - before.ResidentBytes, options.Sessions),
            KiB(unswept.ResidentBytes - before.ResidentBytes, options.Sessions),
            cpu);
    }

    private static double KiB(long bytes, int sessions) => bytes / 1024.0 / sessions;

    /// <returns>CPU milliseconds a second in the last step.</returns>
    private static double WaitUntilQuiet(ServerProcess server, EchoRun run)
    {
        var share = 1.0;
        var before = server.ReadStats(collect: false).CpuMicroseconds;
        for (var step = 0; step < MostSteps && share > QuietShare; step++)
        {
            run.Idle(Step);
            var now = server.ReadStats(collect: false).CpuMicroseconds;
            share = (now - before) / Step.TotalMicroseconds;
            before = now;
        }

        return share * 1000;
    }
}
