namespace MultiTransport.Server.Telemetry;

/// <summary>A collector of OpenTelemetry. All variables of the OTLP exporter (<c>OTEL_EXPORTER_OTLP_*</c>, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>) hold too; what stands here wins.</summary>
internal sealed class OtlpSettings
{
    /// <summary>Its address, for example <c>http://127.0.0.1:4318</c>. Empty, and no <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: nothing is sent. Default empty.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>How it is spoken to. Default <see cref="OtlpProtocol.HttpProtobuf"/>.</summary>
    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.HttpProtobuf;

    /// <summary>How often metrics are sent. Default 60 s; range 1 s to 1 hour.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);
}
