using System.Diagnostics;
using System.Globalization;

namespace MultiTransport.Comparison.Harness;

/// <summary>Cores and descriptors.</summary>
internal static class Machine
{
    private const int ServerCore = 0;
    private const int GeneratorCore = 1;
    private const int Spare = 500; // descriptors for the runtime itself

    private static readonly string? Taskset = Find("taskset");

    /// <summary>Server and generator get a core each, so that neither disturbs the other.</summary>
    public static bool IsPinned { get; private set; }

    public static string Pinning => IsPinned ? $"servers pinned to core {ServerCore}, generator to core {GeneratorCore}" : "nothing pinned";

    public static string Versions => $".NET {Environment.Version}, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC, MultiTransport {typeof(Session).Assembly.GetName().Version!.ToString(3)}";

    public static void Pin()
    {
        IsPinned = Taskset is not null && Environment.ProcessorCount > GeneratorCore;
        if (IsPinned)
        {
            Run(Taskset!, "-a", "-c", "-p", $"{GeneratorCore}", $"{Environment.ProcessId}");
        }
    }

    /// <summary>The command line with what pins it in front.</summary>
    public static IEnumerable<string> PinServer(IEnumerable<string> command) => IsPinned ? [Taskset!, "-c", $"{ServerCore}", .. command] : command;

    /// <summary>The runtime has raised the soft limit to the hard one already; more needs a right that prlimit may have.</summary>
    public static void EnsureDescriptors(int connections)
    {
        var needed = connections + Spare;
        if (DescriptorLimit() < needed && Find("prlimit") is { } prlimit)
        {
            Run(prlimit, "--pid", $"{Environment.ProcessId}", $"--nofile={needed}:{needed}");
        }

        if (DescriptorLimit() is var limit && limit < needed)
        {
            throw new ComparisonException($"{connections} connections need {needed} descriptors, the limit is {limit} (ulimit -n): lower --clients");
        }
    }

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static long DescriptorLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return soft == "unlimited" ? long.MaxValue : long.Parse(soft, CultureInfo.InvariantCulture);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
