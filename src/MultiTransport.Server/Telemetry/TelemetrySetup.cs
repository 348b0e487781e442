using Microsoft.Extensions.Options;

namespace MultiTransport.Server.Telemetry;

/// <summary>Adds telemetry to the server.</summary>
internal static class TelemetrySetup
{
    private const string Section = "Telemetry";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="OptionsValidationException">A name is unknown, or a value cannot be.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        var settings = new TelemetrySettings();
        try
        {
            section.Bind(settings, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(Section, typeof(TelemetrySettings), [$"{Section}: {unreadable.Message}"]);
        }

        if (settings.Otlp.Endpoint.Length == 0)
        {
            settings.Otlp.Endpoint = builder.Configuration[EndpointVariable] ?? "";
        }

        if (TelemetryFaults.Of(settings).ToArray() is { Length: > 0 } faults)
        {
            throw new OptionsValidationException(Section, typeof(TelemetrySettings), faults);
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
