using System.Globalization;
using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>What makes a run fail.</summary>
internal static class Verdict
{
    /// <summary>Growth of the heap that a run may show, in percent an hour. A run fails where it certainly grows faster: short ones cannot tell.</summary>
    public const double MostGrowth = 1;

    /// <summary>
    /// One sent message in how many the .NET client may refuse as <c>blocked</c>, and one in any run: it tells the sender, and cannot tell a filter that refuses a message
    /// from cuts that hit the same one again and again.
    /// </summary>
    public const long OneRefusedIn = 10_000;

    /// <summary>Under this name such messages are counted.</summary>
    public const string Refused = "refused as blocked";

    // What a process keeps once it was loaded: timers and tasks of the runtime itself, threads that its pool has not let go yet.
    private const int MoreTimers = 2;
    private const int MoreTasks = 4;
    private const int MoreFiles = 4;
    private static readonly int MoreThreads = (2 * Environment.ProcessorCount) + 4;

    public static IEnumerable<string> Of(ChaosReport report)
    {
        foreach (var (kind, count) in report.Wrongs.Where(static row => row.Value > 0))
        {
            yield return $"{count} {kind}";
        }

        foreach (var (fault, _) in report.Faults.Where(static row => row.Value == 0))
        {
            yield return $"the fault '{fault}' never hit anything, so nothing is proven about it";
        }

        var (refused, sent) = (report.Messages.GetValueOrDefault(Refused), report.Messages.GetValueOrDefault("sent"));
        if (refused > Math.Max(1, sent / OneRefusedIn))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{refused} of {sent} messages were refused as blocked; one in {OneRefusedIn} may be");
        }

        if (report.Messages.GetValueOrDefault("lives settled") == 0)
        {
            yield return "no session was compared at its end";
        }

        if (report.Heap is { } heap && heap.Least > MostGrowth)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the heap grows by {heap.PercentPerHour:0.0} % an hour, certainly by more than {heap.Least:0.0} %");
        }

        if (report.HostAfter.Sessions > 0 || report.HostAfter.Lanes > 0)
        {
            yield return $"{report.HostAfter.Sessions} sessions and {report.HostAfter.Lanes} of their handlers are left";
        }

        foreach (var leak in Leaks("host", report.HostBefore, report.HostAfter.Process).Concat(Leaks("clients", report.RunBefore, report.RunAfter)))
        {
            yield return leak;
        }
    }

    /// <summary>What a process holds more than it did before.</summary>
    public static IEnumerable<string> Leaks(string name, ProcessReading before, ProcessReading after)
    {
        (string What, long Before, long After, int More)[] rows =
        [
            ("sockets", before.Sockets, after.Sockets, 0),
            ("file descriptors", before.Files, after.Files, MoreFiles),
            ("timers", before.Timers, after.Timers, MoreTimers),
            ("async methods", before.Tasks, after.Tasks, MoreTasks),
            ("threads", before.Threads, after.Threads, MoreThreads),
            ("unobserved exceptions", 0, after.Unobserved, 0),
        ];
        return rows.Where(static row => row.After > row.Before + row.More).Select(row => $"{name}: {row.After} {row.What}, {row.Before} before");
    }
}
