using System.Text;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports.Html;

/// <summary>All figures of a scenario; open where they are few.</summary>
internal static class HtmlTable
{
    private const int Few = 14;

    public static void Write(StringBuilder html, ScenarioResult scenario)
    {
        var variables = scenario.Rows.SelectMany(row => row.Variables.Keys).Distinct().ToList();
        var figures = scenario.Rows.SelectMany(row => row.Figures).Select(figure => (figure.Name, figure.Unit)).Distinct().ToList();
        var hasNotes = scenario.Rows.Exists(row => row.Note.Length > 0);
        html.Append($"<details{(scenario.Rows.Count <= Few ? " open=\"\"" : "")}><summary>{scenario.Rows.Count} rows, median (lowest..highest) of the rounds</summary><div class=\"table\"><table><thead><tr><th class=\"word\"></th>");
        variables.ForEach(variable => html.Append($"<th class=\"word\">{Svg.Escape(variable)}</th>"));
        figures.ForEach(figure => html.Append($"<th>{Svg.Escape(figure.Name)}<small>{Svg.Escape(figure.Unit)}</small></th>"));
        html.Append(hasNotes ? "<th class=\"word\">note</th></tr></thead><tbody>" : "</tr></thead><tbody>");
        foreach (var row in scenario.Rows)
        {
            html.Append($"<tr><td class=\"word\">{Svg.Escape(row.Subject)}</td>");
            variables.ForEach(variable => html.Append($"<td class=\"word\">{Svg.Escape(row.Variables.GetValueOrDefault(variable) ?? "")}</td>"));
            figures.ForEach(figure => html.Append($"<td>{Cell(row.Find(figure.Name))}</td>"));
            html.Append(hasNotes ? $"<td class=\"note\">{Svg.Escape(row.Note)}</td></tr>" : "</tr>");
        }

        html.Append("</tbody></table></div></details>");
    }

    private static string Cell(Figure? figure)
    {
        if (figure is null)
        {
            return "";
        }

        var text = figure.ToString();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? Svg.Escape(text) : $"{Svg.Escape(text[..space])} <small>{Svg.Escape(text[(space + 1)..])}</small>";
    }
}
