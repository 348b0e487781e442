namespace MultiTransport.Server.Telemetry;

/// <summary>The section <c>Telemetry</c>: where metrics and traces go.</summary>
internal sealed class TelemetrySettings
{
    /// <summary>A collector that they are sent to.</summary>
    public OtlpSettings Otlp { get; set; } = new();

    /// <summary>Metrics as text, for whoever asks.</summary>
    public PrometheusSettings Prometheus { get; set; } = new();
}
