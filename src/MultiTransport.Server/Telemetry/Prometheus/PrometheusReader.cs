using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MultiTransport.Server.Telemetry;

/// <summary>Collects the metrics when somebody asks, and writes them as Prometheus' text format 0.0.4. OpenTelemetry keeps the sums and the buckets; the page is all that is ours.</summary>
internal sealed class PrometheusReader : BaseExporter<Metric>
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string _text = "";

    public PrometheusReader() => Reader = new BaseExportingMetricReader(this) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    /// <summary>What the provider of meters is given.</summary>
    public BaseExportingMetricReader Reader { get; }

    /// <summary>All metrics as they are now. Those who ask at once are answered one after the other.</summary>
    public async ValueTask<string> CollectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Reader.Collect();
            return _text;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch)
        {
            text.Add(metric);
        }

        _text = text.ToString();
        return ExportResult.Success;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }
}
