using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiTransport.Comparison.Results;

/// <summary>Where the figures come from.</summary>
internal sealed record MachineDescription(string Processor, int Cores, string System, string Memory, string Pinning)
{
    private const string LoadFile = "/proc/loadavg";

    public static MachineDescription Read(string pinning) => new(
        ReadProcessor(),
        Environment.ProcessorCount,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0.0} GiB",
        pinning);

    /// <summary>How many programs wanted a core in the last minute; NaN where the system does not tell.</summary>
    public static double ReadLoad() => File.Exists(LoadFile) ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;

    public override string ToString() => $"{Processor}, {Cores} cores, {Memory}, {System}; {Pinning}";

    private static string ReadProcessor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
