using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiTransport.Server.Tests.Telemetry;

/// <summary>Reads Prometheus' text format 0.0.4 and takes nothing that the format does not allow.</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _help = new(StringComparer.Ordinal);
    private readonly List<Sample> _samples = [];

    public IReadOnlyDictionary<string, string> Types => _types;

    public IReadOnlyDictionary<string, string> Help => _help;

    public IReadOnlyList<Sample> Samples => _samples;

    public static Exposition Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var read = new Exposition();
        var (family, seen) = ("", new HashSet<string>(StringComparer.Ordinal));
        foreach (var line in text[..^1].Split('\n'))
        {
            if (HelpLine().Match(line) is { Success: true } help)
            {
                family = help.Groups["name"].Value;
                Assert.True(seen.Add(family), $"{family} stands in two places.");
                read._help.Add(family, Unescape(help.Groups["text"].Value, isLabel: false));
            }
            else if (TypeLine().Match(line) is { Success: true } type)
            {
                Assert.Equal(family, type.Groups["name"].Value);
                read._types.Add(family, type.Groups["type"].Value);
            }
            else
            {
                read._samples.Add(read.SampleOf(line, family));
            }
        }

        Assert.Equal(read._samples.Count, read._samples.DistinctBy(static sample => sample.Series).Count());
        read.CheckHistograms();
        return read;
    }

    public double Value(string name, params (string Label, string Value)[] labels) =>
        Assert.Single(_samples, sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value)).Value;

    private Sample SampleOf(string line, string family)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"No sample: {line}");
        var name = match.Groups["name"].Value;
        var type = _types[family];
        Assert.Contains(name, type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : new[] { family });
        Assert.Equal(type == "counter", name.EndsWith("_total", StringComparison.Ordinal));
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in LabelPart().Matches(match.Groups["labels"].Value))
        {
            labels.Add(label.Groups["label"].Value, Unescape(label.Groups["value"].Value, isLabel: true));
        }

        Assert.Equal(name.EndsWith("_bucket", StringComparison.Ordinal) && type == "histogram", labels.ContainsKey("le"));
        return new Sample(name, labels, Number(match.Groups["value"].Value));
    }

    private void CheckHistograms()
    {
        foreach (var (family, _) in _types.Where(static type => type.Value == "histogram"))
        {
            foreach (var series in _samples.Where(sample => sample.Name == $"{family}_bucket").GroupBy(static sample => sample.SeriesWithout("le")))
            {
                var bounds = series.Select(static bucket => Number(bucket.Labels["le"])).ToArray();
                Assert.Equal(bounds.Order(), bounds);
                Assert.Equal(double.PositiveInfinity, bounds[^1]);
                Assert.Equal(series.Select(static bucket => bucket.Value).Order(), series.Select(static bucket => bucket.Value));
                var count = Assert.Single(_samples, sample => sample.Name == $"{family}_count" && sample.SeriesWithout("le") == series.Key);
                Assert.Equal(count.Value, series.Last().Value);
                Assert.Single(_samples, sample => sample.Name == $"{family}_sum" && sample.SeriesWithout("le") == series.Key);
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text, bool isLabel) => EscapePart().Replace(text, escape => escape.Value switch
    {
        @"\\" => @"\",
        @"\n" => "\n",
        "\\\"" when isLabel => "\"",
        _ => throw new FormatException($"'{escape.Value}' is no escape."),
    });

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>.*)$")]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*)\})? (?<value>[-+0-9.eE]+|[+-]Inf|NaN)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LabelPart();

    [GeneratedRegex(@"\\.")]
    private static partial Regex EscapePart();
}
