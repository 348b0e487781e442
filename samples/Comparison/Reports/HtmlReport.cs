using System.Reflection;
using System.Text;
using MultiTransport.Comparison.Reports.Html;
using MultiTransport.Comparison.Results;
using static MultiTransport.Comparison.Reports.Html.Svg;

namespace MultiTransport.Comparison.Reports;

/// <summary>One page with everything in it: no script, nothing fetched, readable in the dark, in print and without colour.</summary>
internal static class HtmlReport
{
    public static string Write(Report report)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        html.Append($"<title>Transports compared, {report.Date:yyyy-MM-dd HH:mm}</title><style>{Style()}</style></head><body>\n");
        WriteHead(html, report);
        foreach (var scenario in report.Scenarios)
        {
            WriteScenario(html, report, scenario);
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static void WriteHead(StringBuilder html, Report report)
    {
        html.Append($"<h1>Transports compared</h1>\n<p>{Escape(report.Date.ToString("yyyy-MM-dd HH:mm zzz"))} on {Escape(report.Machine.ToString())}; {Escape(report.Versions)}.</p>");
        html.Append($"<pre class=\"command\">{Escape(report.Command)}</pre>");
        if (report.Partial.Length > 0)
        {
            html.Append($"<p class=\"partial\"><b>Partial.</b> {Escape(report.Partial)}.</p>");
        }

        foreach (var note in report.Notes)
        {
            html.Append($"<p>{Escape(note)}</p>");
        }

        html.Append("<div class=\"table\"><table class=\"overview\"><thead><tr><th class=\"word\">what the documents claim</th><th class=\"word\">verdict</th><th class=\"word\">found here</th></tr></thead><tbody>");
        foreach (var scenario in report.Scenarios)
        {
            html.Append($"<tr><td class=\"word\"><a href=\"#{scenario.Name}\">{Escape(scenario.Name)}</a>: {Escape(scenario.Claim)}</td>");
            html.Append($"<td class=\"word\"><b>{VerdictWords.Sign(scenario.Verdict)} {VerdictWords.Of(scenario.Verdict)}</b></td><td class=\"word\">{Escape(scenario.Finding)}</td></tr>");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void WriteScenario(StringBuilder html, Report report, ScenarioResult scenario)
    {
        html.Append($"<section id=\"{scenario.Name}\"><h2>{Escape(scenario.Title)} <span class=\"quiet\">{scenario.Name}</span></h2>");
        html.Append($"<p class=\"claim\">“{Escape(scenario.Claim)}”</p>");
        html.Append($"<p class=\"verdict\"><b>{VerdictWords.Sign(scenario.Verdict)} {VerdictWords.Of(scenario.Verdict)}:</b> {Escape(scenario.Finding)}.</p>");
        var plots = scenario.Charts.Select(chart => (chart.Title, Drawing: Draw(scenario, chart))).Where(plot => plot.Drawing is not null).ToList();
        if (plots.Count > 0)
        {
            html.Append("<div class=\"plots\">");
            plots.ForEach(plot => html.Append($"<figure><figcaption>{Escape(plot.Title)}</figcaption>{plot.Drawing}</figure>"));
            html.Append("</div>");
        }

        if (scenario.Rows.Count > 0)
        {
            HtmlTable.Write(html, scenario);
        }

        foreach (var drawing in scenario.Drawings)
        {
            html.Append($"<h3>{Escape(drawing.Title)}</h3><pre>{Escape(drawing.Text)}</pre>");
        }

        html.Append("<ul class=\"quiet\">");
        scenario.Notes.ForEach(note => html.Append($"<li>{Escape(note)}</li>"));
        html.Append($"<li>{scenario.Seconds:0.0} s on {Escape(report.Machine.ToString())}: <code>{Escape(scenario.Command)}</code></li></ul></section>\n");
    }

    private static string? Draw(ScenarioResult scenario, Chart chart) => chart.Kind switch
    {
        Chart.Percentiles => LatencyChart.Percentile(scenario, chart),
        Chart.Histogram => LatencyChart.Distribution(scenario, chart),
        _ => BarChart.Draw(scenario, chart),
    };

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
