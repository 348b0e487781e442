using System.Diagnostics;
using MultiTransport.Trust.Attacks;
using MultiTransport.Trust.Probes;
using MultiTransport.Trust.Reports;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Ground;

/// <summary>A server and the probes beside it, in which attacks run one after another.</summary>
internal sealed class Arena : IAsyncDisposable
{
    private readonly AttackedServer _server;
    private readonly ProbeProcess _probes;
    private int _linesRead;

    private Arena(AttackedServer server, ProbeProcess probes)
    {
        _server = server;
        _probes = probes;
    }

    public AttackedServer Server => _server;

    public static async Task<Arena> StartAsync(params IEnumerable<string> settings)
    {
        var server = await AttackedServer.StartAsync(settings);
        try
        {
            return new Arena(server, await ProbeProcess.StartAsync(server.Echo));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the server compile what the probes use, so that the quiet figures are not those of a first time.</summary>
    public Task WarmUpAsync() => Task.Delay(TimeSpan.FromSeconds(4));

    /// <summary>The probes alone, then the attack beside them.</summary>
    public async Task<AttackReport> RunAsync(IAttack attack, Effort effort, TimeSpan quiet)
    {
        var before = await _server.InspectAsync();
        await _probes.TakeAsync();
        await Task.Delay(quiet);
        var calm = await _probes.TakeAsync();

        using var battle = new Battle(_server, effort);
        _server.Figures.ResetPeak();
        var cpu = _server.Figures.Cpu;
        var started = Stopwatch.GetTimestamp();
        await attack.RunAsync(battle);
        var took = Stopwatch.GetElapsedTime(started);
        cpu = _server.Figures.Cpu - cpu;
        var under = await _probes.TakeAsync();
        var peak = _server.Figures.PeakResident;

        var end = await _probes.SettleAsync();
        var after = await _server.InspectAsync();
        foreach (var fault in FaultsBeside(before, after, end))
        {
            battle.Fault(fault);
        }

        return new AttackReport(
            attack.Name, attack.Idea, battle.Tried, took.TotalSeconds, battle.Answers.Counts, battle.Faults, before, peak, after, cpu / took, calm, under with { Sent = end.Sent, Returned = end.Returned, Faults = end.Faults, Cuts = end.Cuts });
    }

    public async ValueTask DisposeAsync()
    {
        await _probes.DisposeAsync();
        await _server.DisposeAsync();
    }

    private IEnumerable<string> FaultsBeside(Inspection before, Inspection after, ProbeTold end)
    {
        foreach (var fault in end.Faults)
        {
            yield return $"the probes: {fault}";
        }

        if (after.Unobserved > before.Unobserved)
        {
            yield return $"{after.Unobserved - before.Unobserved} exceptions of tasks that nobody looked at";
        }

        var lines = _server.Lines;
        foreach (var line in lines.Skip(_linesRead))
        {
            if (ServerLog.Fault(line) is { } fault)
            {
                yield return fault;
            }
        }

        _linesRead = lines.Count;
    }
}
