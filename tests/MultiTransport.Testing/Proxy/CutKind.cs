namespace MultiTransport.Testing;

/// <summary>How a connection dies.</summary>
public enum CutKind
{
    /// <summary>RST both ways: bytes on the way may be lost.</summary>
    Reset,

    /// <summary>FIN both ways: what was forwarded still arrives, then the end.</summary>
    Finish,
}

public enum ProxyDirection
{
    /// <summary>Client to server.</summary>
    Up,

    /// <summary>Server to client.</summary>
    Down,
}

/// <summary>What a direction does with bytes.</summary>
public enum ProxyFlow
{
    Forward,

    /// <summary>Reads no more: back-pressure, nothing is lost.</summary>
    Hold,

    /// <summary>Reads and throws away, the end of the stream included: a black hole.</summary>
    Swallow,
}
