using System.Text;
using MultiTransport.Comparison.Results;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Reports;

/// <summary>A page for a repository: one table over the transports, then each claim and what was found.</summary>
internal static class MarkdownReport
{
    private const string Total = "lost or doubled";

    /// <summary>The rows of the table: a label, where the figure is, and its name.</summary>
    private static readonly (string Label, string Scenario, string Where, string Figure)[] Lines =
    [
        ("bytes on the wire for a 16 B message down, curl's headers", "overhead", "size 16, headers curl, cookies 0", "bytes up+bytes down"),
        ("the same, Chromium's headers and 4 KiB of cookies", "overhead", "size 16, headers chromium, cookies 4096", "bytes up+bytes down"),
        ("requests for it", "overhead", "size 16, headers curl, cookies 0", "requests"),
        ("p50 down, no distance, ms", "latency", "round trip 0 ms", "p50"),
        ("p50 down, round trip 100 ms, ms", "latency", "round trip 100 ms", "p50"),
        ("p50 up, ms", "upstream", "cookies 0", "p50"),
        ("requests for a message up", "upstream", "cookies 0", "requests"),
        ("bytes up for a message of 64 B, 4 KiB of cookies", "upstream", "cookies 4096", "bytes up"),
        ("bytes an hour, told something once a minute", "empty-polls", "message every 60 s, asks every 1 s", "bytes/h"),
        ("bytes on the wire for a byte of 64 KiB binary", "binary", "size 65536, direction down", "wire / raw"),
        ("round trips to the first echo, TLS, no SDK", "handshake", "opens by no negotiate, over TLS", "round trips"),
        ("server memory per idle client, KiB", "held-connections", "", "heap"),
        ("ms from a cut to being back (SDK)", "reconnect", "cut once", "time to resume"),
        ("lost or doubled over all cuts", "reconnect", "", Total),
    ];

    public static string Write(Report report)
    {
        var page = new StringBuilder("# The transports compared\n\n");
        page.Append($"Measured on {report.Date:yyyy-MM-dd} on {report.Machine}; {report.Versions}. Loopback; only ratios carry over to another machine. Made by\n\n```sh\n{report.Command}\n```\n\n");
        if (report.Partial.Length > 0)
        {
            page.Append($"**Partial:** {report.Partial}.\n\n");
        }

        WriteTable(page, report);
        WritePeers(page, report);
        page.Append("## Each claim, and what was found\n\n");
        foreach (var scenario in report.Scenarios)
        {
            page.Append($"### {scenario.Name}\n\n> {scenario.Claim}\n\n**{Capital(VerdictWords.Of(scenario.Verdict))}.** {Capital(scenario.Finding)}.\n\n");
            scenario.Notes.ForEach(note => page.Append($"- {note}\n"));
            page.Append($"- `{scenario.Command}`\n\n");
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void WriteTable(StringBuilder page, Report report)
    {
        page.Append($"| | {string.Join(" | ", Dialect.Transports)} |\n|---{string.Concat(Dialect.Transports.Select(_ => "|---:"))}|\n");
        foreach (var line in Lines)
        {
            var rows = report.Scenarios.Find(scenario => scenario.Name == line.Scenario)?.Rows.FindAll(row => Matches(row, line.Where)) ?? [];
            var cells = Dialect.Transports.Select(transport => Cell([.. rows.Where(row => row.Subject == transport).Select(row => Sum(row, line.Figure))], line.Figure)).ToList();
            if (cells.Exists(double.IsFinite))
            {
                page.Append($"| {line.Label} | {string.Join(" | ", cells.Select(Figure.Number))} |\n");
            }
        }

        page.Append('\n');
    }

    private static double Cell(double[] values, string figure) =>
        values.Length == 0 ? double.NaN : figure == Total ? values.Where(double.IsFinite).Sum() : values[0];

    private static void WritePeers(StringBuilder page, Report report)
    {
        var rows = report.Scenarios.Find(scenario => scenario.Name == "peers")?.Rows ?? [];
        if (rows.Count == 0)
        {
            return;
        }

        page.Append("## Beside the peers\n\n| peer | transport | work | server CPU, ratio to RAW | p50 ms | p99 ms | bytes both ways | requests |\n|---|---|---|---:|---:|---:|---:|---:|\n");
        foreach (var row in rows)
        {
            page.Append($"| {row.Subject} | {row.Variables["transport"]} | {row.Variables["work"]} | {row.Find("CPU / RAW")?.ToString() ?? "–"} | {Figure.Number(row["p50"])} | {Figure.Number(row["p99"])} | {Figure.Number(Sum(row, "bytes up+bytes down"))} | {Figure.Number(row["requests"])} |\n");
        }

        page.Append('\n');
    }

    /// <summary>Whether each part is a variable of the row with that value, or no variable of it at all.</summary>
    private static bool Matches(Row row, string where) => where.Length == 0 || where.Split(", ").All(part =>
        row.Variables.Any(pair => $"{pair.Key} {pair.Value}" == part) || !row.Variables.Keys.Any(key => part.StartsWith(key + " ", StringComparison.Ordinal)));

    private static double Sum(Row row, string figures) => figures.Split('+').Sum(figure => row[figure]);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
