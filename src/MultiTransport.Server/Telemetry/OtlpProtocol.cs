namespace MultiTransport.Server.Telemetry;

/// <summary>How a collector is spoken to.</summary>
internal enum OtlpProtocol
{
    /// <summary>Protobuf by POST, mostly at port 4318.</summary>
    HttpProtobuf,

    /// <summary>gRPC, mostly at port 4317.</summary>
    Grpc,
}
