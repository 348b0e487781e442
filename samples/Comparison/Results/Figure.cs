using System.Globalization;
using System.Text.Json.Serialization;

namespace MultiTransport.Comparison.Results;

/// <summary>One measured quantity of a row, once for each round.</summary>
internal sealed record Figure(string Name, string Unit, double[] Rounds)
{
    [JsonIgnore]
    public double Median
    {
        get
        {
            var sorted = Rounds.Order().ToArray();
            return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }
    }

    [JsonIgnore]
    public double Low => Rounds.Length == 0 ? double.NaN : Rounds.Min();

    [JsonIgnore]
    public double High => Rounds.Length == 0 ? double.NaN : Rounds.Max();

    /// <summary>The median, and the lowest and highest where the rounds differ.</summary>
    public override string ToString()
    {
        var median = Number(Median);
        return Rounds.Length > 1 && (Number(Low) != median || Number(High) != median) ? $"{median} ({Number(Low)}..{Number(High)})" : median;
    }

    /// <summary>As <see cref="Number"/>, in thousands or millions where it is long: for a plot.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 999_500 => Number(value / 1e6) + " M",
        >= 9_999.5 => Number(value / 1e3) + " k",
        _ => Number(value),
    };

    /// <summary>Three digits that mean something, without an exponent.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
        {
            return "–";
        }

        var size = Math.Abs(value);
        var format = size >= 100 || value == Math.Floor(value) ? "#,0" : size >= 10 ? "0.0" : size >= 1 ? "0.00" : "0.000";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
