namespace MultiTransport.Testing;

/// <summary>An end of the proxied connection ended where it should not have: in a head, in a body, or before an answer.</summary>
internal sealed class CutException(CutKind kind) : Exception($"the connection was cut: {kind}")
{
    public CutKind Kind { get; } = kind;
}
