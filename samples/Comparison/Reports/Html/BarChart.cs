using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports.Html;

/// <summary>A bar a row, its parts stacked where there are several figures; the number stands beside it.</summary>
internal static class BarChart
{
    private const double Width = 400;
    private const int LongestLabel = 24;
    private const double LetterWidth = 6.6;
    private const double NumberWidth = 84;
    private const double RowHeight = 24;
    private const double BarHeight = 15;
    private const double Foot = 24;
    private const double LegendHeight = 22;

    public static string? Draw(ScenarioResult scenario, Chart chart)
    {
        var rows = chart.RowsOf(scenario).Where(row => chart.Figures.Any(figure => row.Find(figure) is not null)).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var isStack = chart.Figures.Length > 1;
        var top = isStack ? LegendHeight : 4;
        var height = top + (rows.Count * RowHeight) + Foot;
        var most = rows.Max(row => Parts(row, chart).Sum());
        var unit = chart.Figures.Select(figure => rows.Select(row => row.Find(figure)?.Unit).FirstOrDefault(found => found is not null)).FirstOrDefault(found => found is not null) ?? "";
        var labels = rows.ConvertAll(row => LabelOf(row, rows, LongestLabel));
        var left = (labels.Max(label => label.Length) * LetterWidth) + 10;
        var scale = Scale.Linear(most, left, Width - NumberWidth);
        var svg = new Svg(Width, height, chart.Title);
        if (isStack)
        {
            Legend(svg, chart, Math.Min(left, Width - chart.Figures.Sum(WidthOf)));
        }

        foreach (var tick in scale.Ticks())
        {
            svg.Line(scale.Of(tick), top, scale.Of(tick), height - Foot + 4).Text(scale.Of(tick), height - 6, Figure.Short(tick), "middle", isTick: true);
        }

        for (var index = 0; index < rows.Count; index++)
        {
            DrawRow(svg, rows[index], chart, scale, top + (index * RowHeight), unit, labels[index]);
        }

        return svg.ToString();
    }

    private static void DrawRow(Svg svg, Row row, Chart chart, Scale scale, double y, string unit, string label)
    {
        svg.Text(scale.Of(0) - 6, y + 16, label, "end");
        var parts = Parts(row, chart);
        var at = 0.0;
        for (var part = 0; part < parts.Length; part++)
        {
            var from = scale.Of(at);
            at += parts[part];
            svg.Bar(from, y + 4, scale.Of(at) - from, BarHeight, part, $"{label}: {chart.Figures[part]} {Figure.Number(parts[part])} {unit}", PatternOf(part));
        }

        svg.Text(scale.Of(at) + 5, y + 16, $"{Figure.Short(at)} {unit}".TrimEnd());
    }

    private static void Legend(Svg svg, Chart chart, double x)
    {
        svg.Define(string.Concat(Enumerable.Range(0, 3).Select(Pattern)));
        for (var part = 0; part < chart.Figures.Length; part++)
        {
            svg.Bar(x, 3, 14, 12, part, chart.Figures[part], PatternOf(part)).Text(x + 19, 14, chart.Figures[part]);
            x += WidthOf(chart.Figures[part]);
        }
    }

    private static double WidthOf(string figure) => 34 + (figure.Length * 7.5);

    /// <summary>Full, hatched, dotted: told apart without colour.</summary>
    private static string Pattern(int part)
    {
        var colour = Svg.ColourOf(part);
        var drawing = part switch
        {
            0 => $"<rect width=\"6\" height=\"6\" fill=\"{colour}\"/>",
            1 => $"<rect width=\"6\" height=\"6\" fill=\"{colour}\" opacity=\"0.25\"/><path d=\"M0 6L6 0\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            _ => $"<rect width=\"6\" height=\"6\" fill=\"{colour}\" opacity=\"0.25\"/><circle cx=\"3\" cy=\"3\" r=\"1.6\" fill=\"{colour}\"/>",
        };
        return $"<pattern id=\"p{part}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">{drawing}</pattern>";
    }

    private static string? PatternOf(int part) => part is > 0 and < 3 ? $"url(#p{part})" : null;

    private static double[] Parts(Row row, Chart chart) => [.. chart.Figures.Select(figure => Math.Max(0, row.Find(figure)?.Median ?? 0))];

    /// <summary>The subject, and what sets this row apart from the others of the plot.</summary>
    public static string LabelOf(Row row, List<Row> rows, int longest)
    {
        var telling = row.Variables.Where(pair => rows.Any(other => other.Variables.GetValueOrDefault(pair.Key) != pair.Value)).Select(pair => pair.Value);
        var label = string.Join(' ', telling.Prepend(row.Subject).Distinct());
        return label.Length > longest ? label[..(longest - 1)] + "…" : label;
    }
}
