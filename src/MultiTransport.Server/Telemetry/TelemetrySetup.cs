using Microsoft.Extensions.Options;
using MultiTransport.Server.Configuration;

namespace MultiTransport.Server.Telemetry;

/// <summary>Adds telemetry to the server.</summary>
internal static class TelemetrySetup
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="OptionsValidationException">A name is unknown, or a value cannot be.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var faults = new List<string>();
        var settings = new TelemetrySettings();
        new SettingReader(faults).Fill(builder.Configuration.GetSection(Sections.Telemetry), settings);
        if (settings.Otlp.Endpoint.Length == 0)
        {
            settings.Otlp.Endpoint = builder.Configuration[EndpointVariable] ?? "";
        }

        faults.AddRange(TelemetryFaults.Of(settings));
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(Sections.Telemetry, typeof(TelemetrySettings), faults);
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<PrometheusReader>();
        builder.Services.AddHostedService<TelemetryService>();
    }

    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetrySettings>().Prometheus.Access is var access and not MetricsAccess.Nobody)
        {
            app.MapGet("/metrics", (HttpContext context, PrometheusReader reader) => MetricsPage.AnswerAsync(context, reader, access));
        }
    }
}
