namespace MultiTransport.Testing;

/// <summary>How a connection dies.</summary>
public enum CutKind
{
    /// <summary>RST both ways: bytes on the way may be lost.</summary>
    Reset,

    /// <summary>FIN both ways: what was forwarded still arrives, then the end.</summary>
    Finish,

    /// <summary>Nothing arrives any more, and nobody is told: no bytes, no FIN, no RST (a cloud balancer that forgot the flow, a phone that left the cell).</summary>
    Silent,
}
