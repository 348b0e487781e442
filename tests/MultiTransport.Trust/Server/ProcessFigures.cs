using System.Globalization;

namespace MultiTransport.Trust.Server;

/// <summary>What the kernel says of a process, without asking it.</summary>
internal sealed class ProcessFigures(int process)
{
    private const double TicksASecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>Resident bytes now.</summary>
    public long Resident => Status("VmRSS:");

    /// <summary>The most resident bytes since <see cref="ResetPeak"/>.</summary>
    public long PeakResident => Status("VmHWM:");

    public int Threads => (int)(Status("Threads:") / 1024);

    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    /// <summary>User and system time so far, of all threads.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // the name before it may hold anything
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond);
        }
    }

    public void ResetPeak() => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
