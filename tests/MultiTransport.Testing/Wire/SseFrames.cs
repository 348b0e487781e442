using System.Text;

namespace MultiTransport.Testing;

/// <summary>
/// Section 3.1: one server-sent event per frame. <see cref="NewParser"/> keeps a leading space, so that one where the grammar forbids it shows.
/// </summary>
public static class SseFrames
{
    public static SseParser NewParser() => new(keepSpace: true);

    public static WireFrame Decode(SseEvent received)
    {
        if (received.Type != "message" || received.LastEventId.Length > 0)
        {
            throw new WireFormatException($"an SSE frame has an event or an id: {received}");
        }

        switch (received.Data)
        {
            case ['t', ..]:
                return received.Data.Contains("\n ", StringComparison.Ordinal)
                    ? throw new WireFormatException("a line of an SSE text frame begins with a space, which a common parser drops")
                    : WireFrame.Text(received.Data[1..]);
            case ['m', ..] when received.Data.IndexOf(',', StringComparison.Ordinal) is var comma and > 0:
                return received.Data.Contains("\n ", StringComparison.Ordinal)
                    ? throw new WireFormatException("a line of an SSE topic message begins with a space, which a common parser drops")
                    : WireFrame.Of(WireFrameType.TopicMessage, [.. Convert.FromBase64String(received.Data[1..comma]), .. Encoding.UTF8.GetBytes(received.Data[(comma + 1)..])]);
            case ['=', ..]:
                try
                {
                    var bytes = Convert.FromBase64String(received.Data[1..]);
                    return bytes.Length > 0 ? WireFrame.Of(bytes[0], bytes[1..]) : throw new WireFormatException("an SSE frame without a type");
                }
                catch (FormatException)
                {
                    throw new WireFormatException($"an SSE frame is not base64: {received.Data}");
                }

            default:
                throw new WireFormatException($"an SSE frame starts with none of t, m and =: {received.Data}");
        }
    }

    public static string Encode(WireFrame frame)
    {
        if (frame.Type != WireFrameType.Text || !WireText.TryDecode(frame.Payload, out var text) ||
            text.Contains('\r', StringComparison.Ordinal) || text.Contains("\n ", StringComparison.Ordinal))
        {
            return $"data:={Convert.ToBase64String([frame.Type, .. frame.Payload])}\n\n";
        }

        return new StringBuilder("data:t").Append(text.Replace("\n", "\ndata:", StringComparison.Ordinal)).Append("\n\n").ToString();
    }
}
