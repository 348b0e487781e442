using System.Text;

namespace MultiTransport.Comparison.Probes;

/// <summary>What went over the connections of one client: bytes, turns from asking to being answered, and the first bytes of each to show.</summary>
internal sealed class WireCounter
{
    private const int MaxShown = 4096;

    private readonly Lock _gate = new();
    private readonly StringBuilder _up = new();
    private readonly StringBuilder _down = new();

    public long Up { get; private set; }

    public long Down { get; private set; }

    public int Connections { get; private set; }

    /// <summary>How often bytes came after bytes had gone, on all connections.</summary>
    public int Turns { get; private set; }

    /// <summary>Round trips: a connection's own handshake, then each turn.</summary>
    public int RoundTrips => Connections + Turns;

    public string ShownUp => _up.ToString();

    public string ShownDown => _down.ToString();

    public void Connected()
    {
        lock (_gate)
        {
            Connections++;
        }
    }

    public void Wrote(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Up += bytes.Length;
            Show(_up, bytes);
        }
    }

    public void Read(ReadOnlySpan<byte> bytes, bool isTurn)
    {
        lock (_gate)
        {
            Down += bytes.Length;
            Turns += isTurn ? 1 : 0;
            Show(_down, bytes);
        }
    }

    private static void Show(StringBuilder shown, ReadOnlySpan<byte> bytes)
    {
        if (shown.Length < MaxShown)
        {
            shown.Append(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxShown - shown.Length)]));
        }
    }
}
