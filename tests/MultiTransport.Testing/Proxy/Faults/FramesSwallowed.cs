namespace MultiTransport.Testing;

/// <summary>
/// The WebSocket opens, and then frames do not arrive: up in Privoxy and an antivirus of 2011, both ways behind mitmproxy scripts and data-loss filters.
/// The end of either side still passes.
/// </summary>
public sealed record FramesSwallowed : FrameFault
{
    /// <summary>The direction; null is both.</summary>
    public ProxyDirection? Direction { get; init; }

    /// <summary>So many frames pass first, in each direction.</summary>
    public int After { get; init; }

    internal override byte[] Judge(TunnelFrame frame) => (Direction ?? frame.Direction) == frame.Direction && frame.Index >= After ? [] : frame.Bytes;
}
