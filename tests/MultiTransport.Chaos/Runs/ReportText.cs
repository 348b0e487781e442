using System.Globalization;
using System.Text;
using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>The report as a table for people.</summary>
internal static class ReportText
{
    private static string Refusals(ChaosReport report) => report.Messages.GetValueOrDefault(Verdict.Refused) is > 0 and var count
        ? string.Create(CultureInfo.InvariantCulture, $"; of the messages sent {count} refused as blocked, which the sender was told (one in {Verdict.OneRefusedIn} may be)")
        : "";

    public static string Of(ChaosReport report)
    {
        var text = new StringBuilder();
        Line($"{report.Command} · seed {report.Seed} · {report.Seconds:0} s of faults · {report.At:yyyy-MM-dd HH:mm} UTC");
        Section("sessions at once", report.Crew.Select(static row => (row.Key, (long)row.Value)));
        Section("messages", report.Messages.Select(static row => (row.Key, row.Value)));
        Section("carried by the .NET client", report.Carried.Select(static row => (row.Key, row.Value)));
        Section("faults", report.Faults.Select(static row => (row.Key, row.Value)));
        Section("sessions ended, by code", report.HostAfter.Closes.Select(static row => (row.Key, row.Value)));
        Section("wrong", report.Wrongs.Select(static row => (row.Key, row.Value)));
        text.AppendLine();
        Line($"{"held",-32}{"host before",14}{"host after",14}{"clients before",16}{"clients after",16}");
        Held("heap, KiB", static reading => reading.HeapBytes / 1024);
        Held("working set, KiB", static reading => reading.WorkingSetBytes / 1024);
        Held("sockets", static reading => reading.Sockets);
        Held("file descriptors", static reading => reading.Files);
        Held("timers", static reading => reading.Timers);
        Held("async methods", static reading => reading.Tasks);
        Held("threads", static reading => reading.Threads);
        Held("unobserved exceptions", static reading => reading.Unobserved);
        text.AppendLine();
        Line(report.Heap is { } heap
            ? (FormattableString)$"heap of the host over the last half: {heap.PercentPerHour:+0.00;-0.00} % an hour, 95 % sure of {heap.Least:+0.00;-0.00} to {heap.Most:+0.00;-0.00}, by {heap.Readings} quiet moments"
            : $"heap of the host over the last half: too few quiet moments to say");
        foreach (var (where, entry) in report.HostAfter.Logged)
        {
            Line($"logged {where}: {entry.Split('\n')[0]}");
        }

        foreach (var wrong in report.WrongTexts.Concat(report.HostAfter.Unobserved).Concat(report.RunUnobserved))
        {
            Line($"! {string.Join(" · ", wrong.Split('\n', StringSplitOptions.TrimEntries).Where(static line => !line.StartsWith("at System.", StringComparison.Ordinal)).Take(4))}");
        }

        text.AppendLine(report.Failures.Count == 0 ? $"PASSED: nothing lost, doubled, out of order or leaked{Refusals(report)}" : "FAILED:");
        foreach (var failure in report.Failures)
        {
            Line($"  {failure}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        void Held(string what, Func<ProcessReading, long> of) =>
            Line($"{what,-32}{of(report.HostBefore),14:N0}{of(report.HostAfter.Process),14:N0}{of(report.RunBefore),16:N0}{of(report.RunAfter),16:N0}");

        void Section(string title, IEnumerable<(string Name, long Count)> rows)
        {
            text.AppendLine().AppendLine(title);
            foreach (var (name, count) in rows)
            {
                Line($"  {name,-32}{count,14:N0}");
            }
        }
    }
}
