using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The payload of a request or a response: correlation, kind, body.</summary>
internal static class CorrelatedPayload
{
    public static bool TryParse(ReadOnlyMemory<byte> payload, out long correlation, out byte kind, out ReadOnlyMemory<byte> body)
    {
        kind = 0;
        body = default;
        if (!Varint.TryRead(payload.Span, out correlation, out var length) || payload.Length <= length)
        {
            return false;
        }

        kind = payload.Span[length];
        body = payload[(length + 1)..];
        return true;
    }
}
