namespace MultiTransport.Load.Dialects.SocketIo;

/// <summary>Engine.IO 4 and Socket.IO 5, as far as an echo needs them.</summary>
internal static class SocketIoPackets
{
    public const byte Separator = 0x1e;

    public static ReadOnlySpan<byte> Connect => "40"u8;

    public static ReadOnlySpan<byte> Ping => "2"u8;

    public static ReadOnlySpan<byte> Pong => "3"u8;

    /// <summary>Ends the connection below.</summary>
    public static ReadOnlySpan<byte> Close => "1"u8;

    private static ReadOnlySpan<byte> EventStart => "42[\"m\",\""u8;

    /// <summary>An event <c>e</c> with a text that has nothing to escape.</summary>
    public static byte[] Event(ReadOnlySpan<byte> text) => [.. "42[\"e\",\""u8, .. text, .. "\"]"u8];

    public static bool IsOpen(ReadOnlySpan<byte> packet) => packet.StartsWith("0{"u8);

    public static bool IsConnected(ReadOnlySpan<byte> packet) => packet.StartsWith("40{"u8);

    public static bool TryReadEvent(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!packet.StartsWith(EventStart))
        {
            return false;
        }

        text = packet[EventStart.Length..];
        text = text[..text.LastIndexOf((byte)'"')];
        return true;
    }
}
