using System.Globalization;
using MultiTransport.Benchmarks.Compare.Work;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>Markdown tables, so that a run can be pasted as it stands.</summary>
internal static class Tables
{
    private const string None = "-";

    public static void Write(IWork work, string transport, List<Outcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        var figures = outcomes[0].Figures.Keys.ToList();
        string[] compared = [work.Chief, .. work.AlsoCompared];
        Console.WriteLine();
        Console.WriteLine($"### {work.Title}: {transport} ({work.Name}, {outcomes.Max(outcome => outcome.Round)} rounds)");
        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", figures)} | {string.Join(" | ", compared.Select(figure => $"{figure}, ratio to RAW (95 %)"))} |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" --- |", figures.Count + compared.Length))}");
        foreach (var rows in outcomes.GroupBy(outcome => outcome.Contestant))
        {
            var medians = figures.Select(figure => Show(Median(rows.Select(row => row.Figures[figure]))));
            var ratios = compared.Select(figure => RatioOf(outcomes, rows.Key, Dialect.Raw, figure) is { } ratio && rows.Key != Dialect.Raw ? Show(ratio) : None);
            Console.WriteLine($"| {rows.Key} | {string.Join(" | ", medians)} | {string.Join(" | ", ratios)} |");
        }

        foreach (var limited in outcomes.Where(outcome => outcome.Limit is not null))
        {
            Console.WriteLine($"Round {limited.Round}, {limited.Contestant}: {limited.Limit}.");
        }
    }

    public static PairedRatio? RatioOf(List<Outcome> outcomes, string contestant, string reference, string figure)
    {
        var references = outcomes.Where(outcome => outcome.Contestant == reference).ToDictionary(outcome => outcome.Round, outcome => outcome.Figures[figure]);
        return PairedRatio.Of(outcomes
            .Where(outcome => outcome.Contestant == contestant && references.ContainsKey(outcome.Round))
            .Select(outcome => (outcome.Figures[figure], references[outcome.Round])));
    }

    public static string Show(PairedRatio ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio.Mean:0.00} ({ratio.Low:0.00}..{ratio.High:0.00})");

    private static string Show(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
