using System.Buffers.Binary;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>One frame of RFC 6455 as it was on the wire.</summary>
public sealed record RawWebSocketFrame(bool Fin, int Reserved, RawWebSocketOpcode Opcode, bool Masked, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The status code of a close frame; 1005 where it has none.</summary>
    public int CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 1005;

    public string CloseReason => Payload.Length > 2 ? Encoding.UTF8.GetString(Payload.AsSpan(2)) : "";
}
