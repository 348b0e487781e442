namespace MultiTransport.Server.Telemetry;

/// <summary>The page <c>/metrics</c>.</summary>
internal sealed class PrometheusSettings
{
    /// <summary>Who may read it. Default <see cref="MetricsAccess.Local"/>.</summary>
    public MetricsAccess Access { get; set; } = MetricsAccess.Local;
}
