namespace MultiTransport.AspNetCore.Wire;

/// <summary>One direction of an HTTP/2 stream. Its counters are written by the one who walks that direction's frames.</summary>
internal sealed class StreamSide(WireStream stream)
{
    private long _total;
    private long _headers;
    private WireBytes _taken;

    public WireStream Stream { get; } = stream;

    /// <summary>With the gate. Whether its last frame has passed.</summary>
    public bool HasEnded { get; set; }

    /// <summary>With the gate. What the last <see cref="Take"/> found, to be given to the owner.</summary>
    public WireBytes Due { get; private set; }

    public void Count(int bytes, bool isHeaders)
    {
        _total += bytes;
        if (isHeaders)
        {
            _headers += bytes;
        }
    }

    /// <summary>With the gate. Takes what has been counted since the last time; returns how much.</summary>
    public long Take()
    {
        Due = new WireBytes(Volatile.Read(ref _total) - _taken.Total, 0, Volatile.Read(ref _headers) - _taken.Headers, 0, 0);
        _taken += Due;
        return Due.Total;
    }
}
