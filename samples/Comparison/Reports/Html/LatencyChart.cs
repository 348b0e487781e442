using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports.Html;

/// <summary>Latency by percentile, and as a histogram: a line a row, each with a dash and a mark of its own.</summary>
internal static class LatencyChart
{
    private const double Width = 400;
    private const double Height = 250;
    private const double Left = 62;
    private const double Right = 26;
    private const double Top = 10;
    private const double Foot = 34;
    private const double LegendRow = 18;
    private const int LongestLabel = 19;

    private static readonly double[] Percentiles = [0, 10, 25, 50, 75, 90, 95, 99, 99.9];

    public static string? Percentile(ScenarioResult scenario, Chart chart)
    {
        var rows = RowsOf(scenario, chart);
        if (rows.Count == 0)
        {
            return null;
        }

        var histograms = rows.ConvertAll(row => Histogram.FromBuckets(row.Latency));
        var y = Scale.Logarithmic(histograms.Min(one => Math.Max(one.Milliseconds(0.001), 0.001)), histograms.Max(one => one.Max / 1e6), Height - Foot, Top);
        var step = (Width - Left - Right) / (Percentiles.Length - 1);
        var svg = NewSvg(chart, rows.Count);
        foreach (var tick in y.Ticks())
        {
            svg.Line(Left, y.Of(tick), Width - Right, y.Of(tick)).Text(Left - 6, y.Of(tick) + 4, TimeOf(tick), "end", isTick: true);
        }

        for (var index = 0; index < Percentiles.Length; index++)
        {
            svg.Text(Left + (index * step), Height - Foot + 16, Percentiles[index] == 0 ? "min" : $"p{Percentiles[index]:0.#}", "middle", isTick: true);
        }

        for (var series = 0; series < rows.Count; series++)
        {
            var points = Percentiles.Select((percentile, index) => (X: Left + (index * step), Y: y.Of(Math.Max(histograms[series].Milliseconds(percentile), 0.001)))).ToList();
            svg.Curve(points, series).Mark(points[3].X, points[3].Y, series).Mark(points[^1].X, points[^1].Y, series);
            Legend(svg, rows, series);
        }

        return svg.ToString();
    }

    public static string? Distribution(ScenarioResult scenario, Chart chart)
    {
        var rows = RowsOf(scenario, chart);
        if (rows.Count == 0)
        {
            return null;
        }

        var all = rows.SelectMany(row => row.Latency).Select(bucket => Math.Max(bucket.Nanoseconds / 1e6, 0.001)).ToList();
        var x = Scale.Logarithmic(all.Min(), all.Max(), Left, Width - Right);
        var y = Scale.Linear(rows.Max(row => Bins(row, x).Max(bin => bin.Share)) * 100, Height - Foot, Top);
        var svg = NewSvg(chart, rows.Count);
        foreach (var tick in x.Ticks())
        {
            svg.Line(x.Of(tick), Top, x.Of(tick), Height - Foot).Text(x.Of(tick), Height - Foot + 16, TimeOf(tick), "middle", isTick: true);
        }

        foreach (var tick in y.Ticks())
        {
            svg.Line(Left, y.Of(tick), Width - Right, y.Of(tick)).Text(Left - 6, y.Of(tick) + 4, $"{tick:0.#} %", "end", isTick: true);
        }

        for (var series = 0; series < rows.Count; series++)
        {
            var points = Bins(rows[series], x).Select(bin => (bin.X, Y: y.Of(bin.Share * 100))).ToList();
            var peak = points.MinBy(point => point.Y);
            svg.Curve(points, series).Mark(peak.X, peak.Y, series);
            Legend(svg, rows, series);
        }

        return svg.ToString();
    }

    private static List<Row> RowsOf(ScenarioResult scenario, Chart chart) => [.. chart.RowsOf(scenario).Where(row => row.Latency.Count > 0).Take(Svg.Series)];

    private static Svg NewSvg(Chart chart, int rows) => new(Width, Height + (Math.Ceiling(rows / 2.0) * LegendRow), chart.Title);

    /// <summary>Shares of all messages in bins of equal width on the drawing.</summary>
    private static List<(double X, double Share)> Bins(Row row, Scale x)
    {
        const double BinWidth = 6;
        var total = (double)row.Latency.Sum(bucket => bucket.Count);
        var counts = new SortedDictionary<int, long>();
        foreach (var bucket in row.Latency)
        {
            var bin = (int)((x.Of(Math.Max(bucket.Nanoseconds / 1e6, 0.001)) - Left) / BinWidth);
            counts[bin] = counts.GetValueOrDefault(bin) + bucket.Count;
        }

        return
        [
            .. Enumerable.Range(counts.Keys.First() - 1, counts.Keys.Last() - counts.Keys.First() + 3)
                .Select(bin => (Left + ((bin + 0.5) * BinWidth), counts.GetValueOrDefault(bin) / total)),
        ];
    }

    private static string TimeOf(double milliseconds) => milliseconds < 1000 ? $"{milliseconds:0.###} ms" : $"{milliseconds / 1000:0} s";

    private static void Legend(Svg svg, List<Row> rows, int series)
    {
        var x = Left + (series % 2 * (Width - Left) / 2);
        var y = Height + (series / 2 * LegendRow) + 4;
        svg.Curve([(x, y), (x + 34, y)], series).Mark(x + 17, y, series).Text(x + 42, y + 4, BarChart.LabelOf(rows[series], rows, LongestLabel));
    }
}
