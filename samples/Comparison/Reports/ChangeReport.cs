using MultiTransport.Comparison.Results;
using Spectre.Console;

namespace MultiTransport.Comparison.Reports;

/// <summary>What two runs disagree on.</summary>
internal static class ChangeReport
{
    public static void Write(IAnsiConsole console, Report before, Report after)
    {
        if (before.Machine != after.Machine)
        {
            console.WriteLine($"Two machines or set-ups: only ratios within one run carry over.\n  before: {before.Machine}\n  after:  {after.Machine}");
        }

        var changes = Changes.Between(before, after);
        if (changes.Count == 0)
        {
            console.WriteLine("No figure differs by more than its spread.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("scenario", "row", "figure");
        foreach (var name in new[] { "before", "after", "change" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var change in changes)
        {
            table.AddRow([.. new[] { change.Scenario, change.Row, change.Figure, change.Before, change.After, change.Difference }.Select(Markup.Escape)]);
        }

        console.Write(table);
    }
}
