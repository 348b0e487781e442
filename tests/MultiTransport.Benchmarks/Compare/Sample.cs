using System.Globalization;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>One figure of every round.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => _sorted.Length % 2 == 1
        ? _sorted[_sorted.Length / 2]
        : (_sorted[(_sorted.Length / 2) - 1] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>Median, then the lowest and the highest.</summary>
    public string WithRange(string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{Show(Median, format)} ({Show(_sorted[0], format)}..{Show(_sorted[^1], format)})");

    public string MedianOnly(string format) => Show(Median, format);

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
