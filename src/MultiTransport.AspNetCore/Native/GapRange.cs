using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The numbers that a gap frame names.</summary>
internal readonly record struct GapRange(long From, long To)
{
    public static GapRange Of(in OutgoingFrame frame)
    {
        var payload = frame.Payload;
        Varint.TryRead(payload, out var from, out var length);
        Varint.TryRead(payload[length..], out var to, out _);
        return new GapRange(from, to);
    }
}
