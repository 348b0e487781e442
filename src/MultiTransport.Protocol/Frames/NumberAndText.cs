using System.Text;

namespace MultiTransport.Protocol;

/// <summary>The payload of ack, fail and close: a number and, for the last two, a text.</summary>
public static class NumberAndText
{
    /// <summary>Reads a number and the rest as UTF-8; bytes that are not UTF-8 become U+FFFD.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out long number, out string text)
    {
        text = "";
        if (!Varint.TryRead(payload, out number, out var length))
        {
            return false;
        }

        var rest = payload[length..];
        if (rest.Length > FrameWriter.MaxReason)
        {
            return false;
        }

        text = rest.IsEmpty ? "" : Encoding.UTF8.GetString(rest);
        return true;
    }
}
