using System.Diagnostics;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>What one dialect did in one round.</summary>
internal sealed record EchoResult(
    string Transport, string Peer, int Round, long Messages, double MessagesPerSecond, double CpuMicroseconds, double UserMicroseconds,
    double AllocatedBytes, double ServerBusy, double GeneratorBusy, int StaleAnswers);

/// <summary>Opens the clients, then measures from quiet to quiet, so that every message counted is paid for and nothing else is.</summary>
internal static class EchoCell
{
    public static EchoResult Run(ServerProcess server, Dialect dialect, Options options, int round, TimeSpan time)
    {
        using var run = new EchoRun();
        run.Open(dialect, server.EndPoint, options.Clients, options.AckEach);
        run.Echo(TimeSpan.FromMilliseconds(100)); // connections upstream are opened by the first message
        var messages = run.Messages;
        var before = server.ReadStats(collect: true);
        var waited = run.Waited;
        var start = Stopwatch.GetTimestamp();
        run.Echo(time);
        var elapsed = Stopwatch.GetElapsedTime(start);
        waited = run.Waited - waited;
        var after = server.ReadStats(collect: false);
        messages = run.Messages - messages;
        var cpu = after.CpuMicroseconds - before.CpuMicroseconds;
        return new EchoResult(
            dialect.Transport,
            dialect.Name,
            round,
            messages,
            messages / elapsed.TotalSeconds,
            cpu / messages,
            (after.UserMicroseconds - before.UserMicroseconds) / messages,
            (after.AllocatedBytes - before.AllocatedBytes) / (double)messages,
            cpu / elapsed.TotalMicroseconds,
            1 - (waited / elapsed),
            run.StaleAnswers);
    }
}
