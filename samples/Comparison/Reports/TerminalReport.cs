using MultiTransport.Comparison.Results;
using Spectre.Console;

namespace MultiTransport.Comparison.Reports;

/// <summary>Tables for a terminal: a line a row, the verdict under it.</summary>
internal static class TerminalReport
{
    private const int RedirectedWidth = 180;
    private const int FewFigures = 5;
    private static readonly string[] LeftToTheFiles = ["p90", "p99.9", "max"];

    public static void Write(IAnsiConsole console, Report report)
    {
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        foreach (var scenario in report.Scenarios)
        {
            Write(console, scenario);
        }

        console.WriteLine();
        console.WriteLine(report.Command);
        console.WriteLine($"{report.Date:yyyy-MM-dd HH:mm}; {report.Machine}; {report.Versions}");
        foreach (var note in report.Notes)
        {
            console.WriteLine(note);
        }

        if (report.Partial.Length > 0)
        {
            console.WriteLine($"PARTIAL: {report.Partial}");
        }
    }

    private static void Write(IAnsiConsole console, ScenarioResult scenario)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{scenario.Name}[/] {Markup.Escape(scenario.Title)} ({scenario.Seconds:0.0} s)");
        console.MarkupLine($"  claim: [italic]{Markup.Escape(scenario.Claim)}[/]");
        if (scenario.Rows.Count > 0)
        {
            console.Write(TableOf(scenario));
        }

        foreach (var drawing in scenario.Drawings)
        {
            console.MarkupLine($"  [bold]{Markup.Escape(drawing.Title)}[/]");
            console.WriteLine(drawing.Text);
        }

        foreach (var row in scenario.Rows.Where(row => row.Note.Length > 0))
        {
            console.WriteLine($"  ! {row.Key}: {row.Note}");
        }

        console.MarkupLine($"  [bold]{VerdictWords.Sign(scenario.Verdict)} {VerdictWords.Of(scenario.Verdict)}[/]: {Markup.Escape(scenario.Finding)}");
    }

    private static Table TableOf(ScenarioResult scenario)
    {
        var table = new Table { Border = TableBorder.Simple };
        var variables = scenario.Rows.SelectMany(row => row.Variables.Keys).Distinct().ToList();
        var figures = scenario.Rows.SelectMany(row => row.Figures).Select(figure => (figure.Name, figure.Unit)).Distinct()
            .Where(figure => !LeftToTheFiles.Any(name => figure.Name.EndsWith(name, StringComparison.Ordinal)))
            .ToList();
        table.AddColumn("");
        variables.ForEach(variable => table.AddColumn(new TableColumn(Markup.Escape(variable))));
        figures.ForEach(figure => table.AddColumn(new TableColumn(Markup.Escape($"{figure.Name}\n{figure.Unit}")).RightAligned()));
        foreach (var row in scenario.Rows)
        {
            table.AddRow(
            [
                row.Subject,
                .. variables.Select(variable => Markup.Escape(row.Variables.GetValueOrDefault(variable) ?? "")),
                .. figures.Select(figure => Markup.Escape(Text(row.Find(figure.Name), figures.Count))),
            ]);
        }

        return table;
    }

    /// <summary>The spread has room beside a few figures; of many it stands in the files.</summary>
    private static string Text(Figure? figure, int figures) => figure is null ? "" : figures <= FewFigures ? figure.ToString() : Figure.Number(figure.Median);
}
