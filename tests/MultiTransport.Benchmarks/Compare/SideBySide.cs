using System.Text.Json;
using MultiTransport.Benchmarks.Compare.Work;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Peers;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>Everything in one run and in turns: what is not measured side by side is not compared.</summary>
internal static class SideBySide
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Run(Options options)
    {
        Machine.Pin();
        var machine = $"{Environment.ProcessorCount} cores; {Machine.Pinning}; {Machine.Versions}";
        Console.WriteLine(machine);
        Machine.EnsureDescriptors(options.Work.Max(work => work.Connections));
        var outcomes = new List<Outcome>();
        foreach (var transport in options.Transports)
        {
            Contestant[] contestants = [.. Contestant.Of(transport, options.Peers)];
            foreach (var work in options.Work)
            {
                List<Outcome> these = work.NeedsFreshServer ? InFreshServers(work, contestants, options) : InWarmServers(work, contestants, options);
                Tables.Write(work, transport, these);
                outcomes.AddRange(these);
            }
        }

        Validity.Write(outcomes);
        if (options.JsonFile is { } file)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(new { Machine = machine, options.Rounds, options.Seconds, options.WarmUpSeconds, Outcomes = outcomes }, Indented));
        }
    }

    private static List<Outcome> InWarmServers(IWork work, Contestant[] contestants, Options options)
    {
        var servers = contestants.Select(contestant => contestant.Kind).Distinct().ToDictionary(kind => kind, kind => new PeerServer(kind));
        try
        {
            foreach (var contestant in contestants)
            {
                Say(work, contestant, "warm-up");
                work.Run(servers[contestant.Kind], contestant, TimeSpan.FromSeconds(options.WarmUpSeconds));
            }

            return InTurns(work, contestants, options, contestant => work.Run(servers[contestant.Kind], contestant, TimeSpan.FromSeconds(options.Seconds)));
        }
        finally
        {
            foreach (var server in servers.Values)
            {
                server.Dispose();
            }
        }
    }

    private static List<Outcome> InFreshServers(IWork work, Contestant[] contestants, Options options) =>
        InTurns(work, contestants, options, contestant =>
        {
            using var server = new PeerServer(contestant.Kind);
            return work.Run(server, contestant, TimeSpan.FromSeconds(options.Seconds));
        });

    /// <summary>Every other round goes backwards, so that a machine that grows slower or faster disturbs nobody more than others.</summary>
    private static List<Outcome> InTurns(IWork work, Contestant[] contestants, Options options, Func<Contestant, (Dictionary<string, double> Figures, string? Limit)> run)
    {
        var outcomes = new List<Outcome>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var contestant in round % 2 == 1 ? contestants : contestants.Reverse())
            {
                Say(work, contestant, $"round {round} of {options.Rounds}");
                var (figures, limit) = run(contestant);
                outcomes.Add(new Outcome(work.Name, contestant.Transport, contestant.Name, round, figures, limit));
            }
        }

        return outcomes;
    }

    private static void Say(IWork work, Contestant contestant, string what) => Console.Error.WriteLine($"{work.Name}, {what}: {contestant.Transport} {contestant.Name}");
}
