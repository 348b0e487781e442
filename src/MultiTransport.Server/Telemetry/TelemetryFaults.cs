namespace MultiTransport.Server.Telemetry;

/// <summary>What is wrong with the section <c>Telemetry</c>, all of it.</summary>
internal static class TelemetryFaults
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostInterval = TimeSpan.FromHours(1);

    public static IEnumerable<string> Of(TelemetrySettings settings)
    {
        var otlp = settings.Otlp;
        if (otlp.Endpoint.Length > 0 && !(Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0))
        {
            yield return $"Telemetry:Otlp:Endpoint is '{otlp.Endpoint}'; accepted is http://HOST:PORT or https://HOST:PORT, for example http://127.0.0.1:4318.";
        }

        if (otlp.Interval < LeastInterval || otlp.Interval > MostInterval)
        {
            yield return $"Telemetry:Otlp:Interval is {otlp.Interval}; accepted is {LeastInterval} to {MostInterval}.";
        }

        if (!Enum.IsDefined(otlp.Protocol))
        {
            yield return $"Telemetry:Otlp:Protocol is {otlp.Protocol}; accepted are {string.Join(", ", Enum.GetNames<OtlpProtocol>())}.";
        }

        if (!Enum.IsDefined(settings.Prometheus.Access))
        {
            yield return $"Telemetry:Prometheus:Access is {settings.Prometheus.Access}; accepted are {string.Join(", ", Enum.GetNames<MetricsAccess>())}.";
        }
    }
}
