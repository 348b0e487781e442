namespace MultiTransport.AspNetCore.Wire;

/// <summary>What the streams of one direction have in common, and the shares that they are given of it.</summary>
internal struct SharedBytes
{
    private long _tlsFolded;
    private long _framesFolded;
    private long _tls;
    private long _frames;
    private long _all;
    private long _given;
    private WireBytes _shared;

    /// <summary>Begins to share what came since the last time among <paramref name="all"/> bytes.</summary>
    public void Begin(long all, long tls, long frames)
    {
        (_all, _given, _shared) = (all, 0, default);
        (_tls, _frames) = (tls - _tlsFolded, frames - _framesFolded);
        if (all > 0)
        {
            (_tlsFolded, _framesFolded) = (tls, frames);
        }
    }

    /// <summary>The share of <paramref name="part"/> bytes; all shares together are the whole, whatever the rounding.</summary>
    public WireBytes ShareOf(long part)
    {
        if (part == 0)
        {
            return default;
        }

        _given += part;
        var (tls, frames) = (Portion(_tls), Portion(_frames));
        var share = new WireBytes(tls + frames - _shared.Total, tls - _shared.Tls, 0, 0, 0);
        _shared += share;
        return share;
    }

    /// <summary>What nobody has been given.</summary>
    public WireBytes Rest(long tls, long frames)
    {
        var rest = new WireBytes(tls - _tlsFolded + frames - _framesFolded, tls - _tlsFolded, 0, 0, 0);
        (_tlsFolded, _framesFolded) = (tls, frames);
        return rest;
    }

    private readonly long Portion(long whole) => (long)((Int128)whole * _given / _all);
}
