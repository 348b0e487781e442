using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MultiTransport.Server.Telemetry;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Add(Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram;
        if (metric.MetricType is MetricType.ExponentialHistogram || !_names.Add(PrometheusNames.OfMetric(metric.Name, metric.Unit, isCounter)))
        {
            return; // the format has no exponential buckets, and a name may be there once
        }

        var name = PrometheusNames.OfMetric(metric.Name, metric.Unit, isCounter);
        _text.Append("# HELP ").Append(name).Append(' ');
        Escape(metric.Description, isLabel: false);
        _text.Append("\n# TYPE ").Append(name).Append(isHistogram ? " histogram\n" : isCounter ? " counter\n" : " gauge\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isHistogram)
            {
                AddHistogram(name, point);
            }
            else
            {
                Sample(name, point.Tags, null, Value(metric.MetricType, point));
            }
        }
    }

    public override string ToString() => _text.ToString();

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private void AddHistogram(string name, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount; // theirs count each bucket, Prometheus' all below
            Sample($"{name}_bucket", point.Tags, Number(bucket.ExplicitBound), below);
        }

        Sample($"{name}_sum", point.Tags, null, point.GetHistogramSum());
        Sample($"{name}_count", point.Tags, null, point.GetHistogramCount());
    }

    private void Sample(string name, ReadOnlyTagCollection tags, string? bound, double value)
    {
        _text.Append(name);
        var separator = '{';
        foreach (var (label, values) in Labels(tags))
        {
            Label(ref separator, label, values);
        }

        if (bound is not null)
        {
            Label(ref separator, "le", bound);
        }

        _text.Append(separator == ',' ? "} " : " ").Append(Number(value)).Append('\n');
    }

    /// <summary>Labels by name. Where two tags have the same one in Prometheus' letters, their values stand together.</summary>
    private static SortedDictionary<string, string> Labels(ReadOnlyTagCollection tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            var label = PrometheusNames.OfLabel(key);
            labels[label] = labels.TryGetValue(label, out var before) ? $"{before};{text}" : text;
        }

        return labels;
    }

    private void Label(ref char separator, string name, string value)
    {
        _text.Append(separator).Append(name).Append("=\"");
        Escape(value, isLabel: true);
        _text.Append('"');
        separator = ',';
    }

    private void Escape(string text, bool isLabel)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _text.Append(@"\\"),
                '\n' => _text.Append(@"\n"),
                '"' when isLabel => _text.Append("\\\""),
                _ => _text.Append(c),
            };
        }
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
