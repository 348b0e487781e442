using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>Frames of the bus as a line of text each, so that a test can state what it expects.</summary>
internal static class Down
{
    private const int LongPayload = 100;

    public static string Describe(in OutgoingFrame frame) => frame.Type switch
    {
        FrameType.Attached => AttachedFrame.TryParse(frame.Payload, out var attached) ? Describe(attached) : "attached?",
        FrameType.Ack => NumberAndText.TryParse(frame.Payload, out var number, out _) ? $"ack {number}" : "ack?",
        FrameType.Fail => NumberAndText.TryParse(frame.Payload, out var failed, out var code) ? $"fail {failed} {code}" : "fail?",
        FrameType.Gap => Gap(frame.Payload) is var (from, to) ? $"gap {from}-{to}" : "gap?",
        FrameType.Ping => $"ping {Convert.ToHexString(frame.Payload)}".TrimEnd(),
        FrameType.Pong => $"pong {Convert.ToHexString(frame.Payload)}".TrimEnd(),
        FrameType.Close => $"close {frame.Close}",
        _ => $"{frame.Number} {Body(frame)}",
    };

    public static (long From, long To)? Gap(ReadOnlySpan<byte> payload) =>
        Varint.TryRead(payload, out var from, out var length) && Varint.TryRead(payload[length..], out var to, out _) ? (from, to) : null;

    public static byte[] PayloadOf(in OutgoingFrame frame)
    {
        var payload = new byte[frame.Frames.Length];
        return payload[..MessageFrames.CopyPayload(frame.Frames.Span, payload)];
    }

    private static string Body(in OutgoingFrame frame)
    {
        var payload = PayloadOf(frame);
        if (frame.Type is FrameType.Request or FrameType.Response && CorrelatedPayload.TryParse(payload, out var correlation, out var kind, out var body))
        {
            return $"{(frame.Type == FrameType.Request ? "request" : "response")} {correlation} {(char)kind}:{Encoding.UTF8.GetString(body.Span)}";
        }

        if (frame.Type == FrameType.TopicMessage)
        {
            return Topic(payload);
        }

        return frame.Type == FrameType.TopicEvent ? Encoding.UTF8.GetString(payload) : payload.Length >= LongPayload ? $"<{payload.Length}>"
            : frame.Type == FrameType.Text ? Encoding.UTF8.GetString(payload)
            : $"[{Convert.ToHexString(payload)}]";
    }

    /// <summary>Index, position, key and publisher where they are there, body.</summary>
    private static string Topic(ReadOnlySpan<byte> payload)
    {
        if (!TopicMessagePayload.TryParse(payload, out var message))
        {
            return "topic?";
        }

        var (key, publisher) = (Encoding.UTF8.GetString(message.Key), Encoding.UTF8.GetString(message.Publisher));
        return $"topic {message.Index}:{message.Position}{(key.Length > 0 ? $" {key}=" : "")}{(publisher.Length > 0 ? $" by {publisher}" : "")} {Encoding.UTF8.GetString(message.Body)}";
    }

    private static string Describe(in AttachedFrame attached) =>
        $"attached {(attached.Active ? "active" : "candidate")} received={attached.Received} handled={attached.Handled} position={attached.Position}";
}
