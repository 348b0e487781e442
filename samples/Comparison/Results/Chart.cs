namespace MultiTransport.Comparison.Results;

/// <summary>A plot of a scenario's rows: which figures, and how.</summary>
/// <param name="Kind"><c>percentiles</c>, <c>histogram</c>, <c>bars</c> or <c>stack</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Figures">The figures: one for bars, several for a stack, none for latencies.</param>
/// <param name="Where">Only the rows with these variables.</param>
internal sealed record Chart(string Kind, string Title, string[] Figures, Dictionary<string, string> Where)
{
    public const string Percentiles = "percentiles";
    public const string Histogram = "histogram";
    public const string Bars = "bars";
    public const string Stack = "stack";

    public IEnumerable<Row> RowsOf(ScenarioResult scenario) =>
        scenario.Rows.Where(row => Where.All(pair => row.Variables.GetValueOrDefault(pair.Key) == pair.Value));
}
