using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Peers;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>Clients that are there and do nothing. Memory that an earlier round left behind would be used again and not be seen, hence a fresh server each.</summary>
internal sealed class IdleWork(int clients) : IWork
{
    private const int WarmClients = 200;
    private const int MostSteps = 20;
    private const double QuietShare = 0.02; // of a core
    private const double SteadyLimit = 0.2;
    private const double StillFalling = 0.8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    public string Name => $"idle-{clients}";

    public string Title => $"{clients} idle clients; KiB of the server for each";

    public int Connections => clients + WarmClients;

    public bool NeedsFreshServer => true;

    public string Chief => Figure.Heap;

    public string[] AlsoCompared => [Figure.Resident, Figure.ResidentBefore];

    public (Dictionary<string, double> Figures, string? Limit) Run(PeerServer server, Contestant contestant, TimeSpan time)
    {
        using var loop = new EventLoop();
        var group = new ClientGroup(loop, contestant.Dialect, server.EndPoint, offset: 0);
        group.Open(WarmClients);
        WaitUntilQuiet(server, loop);
        server.ReadStats(collect: true);
        var before = server.ReadStats(collect: true);
        group.Open(clients);
        WaitUntilQuiet(server, loop);
        loop.RunFor(time);
        var idle = server.ReadStats() - before;
        var after = server.ReadStats(collect: true) - before;
        return (new Dictionary<string, double>
        {
            [Figure.Heap] = after.HeapBytes / 1024.0 / clients,
            [Figure.Resident] = after.ResidentBytes / 1024.0 / clients,
            [Figure.ResidentBefore] = idle.ResidentBytes / 1024.0 / clients,
        }, null);
    }

    /// <summary>Quiet is next to nothing, or no longer falling: timers that run for ever are part of an idle server.</summary>
    private static void WaitUntilQuiet(PeerServer server, EventLoop loop)
    {
        var share = 1.0;
        var isQuiet = false;
        var before = server.ReadStats().CpuMicroseconds;
        for (var step = 0; step < MostSteps && !isQuiet; step++)
        {
            loop.RunFor(Step);
            var now = server.ReadStats().CpuMicroseconds;
            var previous = share;
            share = (now - before) / Step.TotalMicroseconds;
            before = now;
            isQuiet = share < QuietShare || (share < SteadyLimit && share > previous * StillFalling);
        }
    }
}
