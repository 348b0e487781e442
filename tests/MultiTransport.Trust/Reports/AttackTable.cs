using System.Globalization;

namespace MultiTransport.Trust.Reports;

/// <summary>All attacks in one table, and below it what was wrong.</summary>
internal static class AttackTable
{
    private const int MostAnswers = 5;

    public static void Write(IReadOnlyList<AttackReport> reports, TextWriter output)
    {
        output.WriteLine("| attack | tried | the server answered | CPU | RSS before, peak, after MB | heap before, after MB | probe WebSocket p50/p99 quiet, under ms | probe long-poll p50/p99 quiet, under ms | lost | faults |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var report in reports)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {report.Name} | {report.Tried} in {report.Seconds:0} s | {Answers(report)} | {report.CpuShare * 100:0} % | {Megabytes(report.Before.Resident)}, {Megabytes(report.PeakResident)}, {Megabytes(report.After.Resident)} | {Megabytes(report.Before.Heap)}, {Megabytes(report.After.Heap)} | {Pair(report.Quiet.WebSocket, report.Under.WebSocket)} | {Pair(report.Quiet.LongPoll, report.Under.LongPoll)} | {Lost(report)} | {report.Faults.Count} |"));
        }

        foreach (var report in reports)
        {
            foreach (var fault in report.Faults)
            {
                output.WriteLine($"FAULT {report.Name}: {fault}");
            }
        }
    }

    private static string Answers(AttackReport report)
    {
        var most = report.Answers.OrderByDescending(static one => one.Value).ToList();
        var told = string.Join("; ", most.Take(MostAnswers).Select(static one => $"{one.Value} × {one.Key}"));
        return most.Count > MostAnswers ? $"{told}; {most.Count - MostAnswers} other answers" : told;
    }

    private static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Pair(Probes.Latencies quiet, Probes.Latencies under) => string.Create(
        CultureInfo.InvariantCulture, $"{quiet.P50:0.0}/{quiet.P99:0.0}, {under.P50:0.0}/{under.P99:0.0} (×{(quiet.P99 > 0 ? under.P99 / quiet.P99 : 0):0.0})");

    private static string Lost(AttackReport report) => report.Faults.Any(static fault => fault.StartsWith("the probes", StringComparison.Ordinal)) ? "see below" : $"0 of {report.Under.Sent}";
}
