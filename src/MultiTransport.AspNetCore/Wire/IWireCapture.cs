namespace MultiTransport;

/// <summary>Is shown the bytes of one request's connection, above TLS, in order and each once. It copies what it keeps, and may not wait.</summary>
public interface IWireCapture
{
    /// <summary>Bytes from the client.</summary>
    void Received(ReadOnlySpan<byte> bytes);

    /// <summary>Bytes to the client.</summary>
    void Sent(ReadOnlySpan<byte> bytes);
}
