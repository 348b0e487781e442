using System.Text.Json;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>Everything in one run: what is not measured side by side is not compared.</summary>
internal static class Comparison
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Run(Options options)
    {
        Console.WriteLine(Machine.Describe());
        Machine.PinGenerator();
        Dialect[] dialects = [.. Dialect.All.Where(dialect => options.Transports.Contains(dialect.Transport) && options.Peers.Contains(dialect.Name))];
        var echo = options.Only == "idle" ? [] : RunEcho(dialects, options);
        if (echo.Count > 0)
        {
            Tables.WriteEcho(echo, options);
        }

        var idle = options.Only == "echo" ? [] : RunIdle(dialects, options);
        if (idle.Count > 0)
        {
            Tables.WriteIdle(idle, options);
        }

        if (options.JsonFile is { } file)
        {
            var report = new { Machine = Machine.Describe(), Options = options, Echo = echo, Idle = idle };
            File.WriteAllText(file, JsonSerializer.Serialize(report, Indented));
        }
    }

    private static List<EchoResult> RunEcho(Dialect[] dialects, Options options)
    {
        var servers = dialects.Select(dialect => ServerOf(dialect)).Distinct().ToDictionary(name => name, name => new ServerProcess(name));
        try
        {
            foreach (var dialect in dialects)
            {
                Progress($"echo, warm-up: {dialect.Transport} {dialect.Name}");
                EchoCell.Run(servers[ServerOf(dialect)], dialect, options, round: 0, TimeSpan.FromSeconds(options.WarmUpSeconds));
            }

            return Interleave(dialects, options, "echo", (dialect, round) =>
                EchoCell.Run(servers[ServerOf(dialect)], dialect, options, round, TimeSpan.FromSeconds(options.Seconds)));
        }
        finally
        {
            foreach (var server in servers.Values)
            {
                server.Dispose();
            }
        }
    }

    private static List<IdleResult> RunIdle(Dialect[] dialects, Options options)
    {
        Machine.EnsureDescriptors(options.Sessions);
        return Interleave(dialects, options, "idle", (dialect, round) => IdleCell.Run(dialect, options, round));
    }

    private static List<T> Interleave<T>(Dialect[] dialects, Options options, string what, Func<Dialect, int, T> run)
    {
        var results = new List<T>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var dialect in dialects)
            {
                Progress($"{what}, round {round} of {options.Rounds}: {dialect.Transport} {dialect.Name}");
                results.Add(run(dialect, round));
            }
        }

        return results;
    }

    /// <summary>The subcommand that runs a dialect's server.</summary>
    public static string ServerOf(Dialect dialect) => dialect.Name == Dialect.Raw ? "raw" : "ours";

    private static void Progress(string text) => Console.Error.WriteLine(text);
}
