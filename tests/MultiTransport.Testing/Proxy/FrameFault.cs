namespace MultiTransport.Testing;

/// <summary>A fault that meets what passes an accepted upgrade, frame by frame.</summary>
public abstract record FrameFault : Fault
{
    /// <summary>The upgrades it meets.</summary>
    public Func<ProxiedRequest, bool> Where { get; init; } = Requests.All;

    internal virtual CutKind Cut => CutKind.Reset;

    /// <summary>The bytes that pass in its place; null cuts the connection.</summary>
    internal abstract byte[]? Judge(TunnelFrame frame);
}
