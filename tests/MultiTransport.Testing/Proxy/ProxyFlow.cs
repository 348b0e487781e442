namespace MultiTransport.Testing;

/// <summary>What a direction does with bytes.</summary>
public enum ProxyFlow
{
    Forward,

    /// <summary>Reads no more: back-pressure, nothing is lost.</summary>
    Hold,

    /// <summary>Reads and throws away, the end of the stream included: a black hole.</summary>
    Swallow,
}
