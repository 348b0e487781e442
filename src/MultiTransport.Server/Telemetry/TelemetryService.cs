using MultiTransport.AspNetCore;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MultiTransport.Server.Telemetry;

/// <summary>Listens to the meters and the traces before the first session, and sends what is left after the last.</summary>
internal sealed class TelemetryService(TelemetrySettings settings, PrometheusReader prometheus) : IHostedLifecycleService, IDisposable
{
    private static readonly string[] Meters = [MultiTransportMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    private bool Sends => settings.Otlp.Endpoint.Length > 0;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (Sends)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Describe).AddSource(SessionTraces.SourceName).AddOtlpExporter(exporter => Address(exporter, "v1/traces")).Build();
        }

        if (Sends || settings.Prometheus.Access != MetricsAccess.Nobody)
        {
            _metrics = Metrics().Build();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose(); // sends what is left
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("multitransport", serviceVersion: typeof(Program).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();

    private MeterProviderBuilder Metrics()
    {
        var builder = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters);
        if (settings.Prometheus.Access != MetricsAccess.Nobody)
        {
            builder.AddReader(prometheus.Reader);
        }

        if (Sends)
        {
            builder.AddOtlpExporter((exporter, reader) =>
            {
                Address(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Otlp.Interval.TotalMilliseconds;
            });
        }

        return builder;
    }

    private void Address(OtlpExporterOptions exporter, string path)
    {
        var isHttp = settings.Otlp.Protocol == OtlpProtocol.HttpProtobuf;
        var endpoint = new Uri(settings.Otlp.Endpoint.TrimEnd('/') + "/");
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri(endpoint, path) : endpoint;
    }
}
