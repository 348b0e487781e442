using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>A message encoded once for any number of sessions. The bytes are referenced by every log that holds it, never copied or pooled.</summary>
public sealed class SharedMessage
{
    private byte[]? _events;

    /// <summary>Encodes <paramref name="message"/>; its payload is copied.</summary>
    public SharedMessage(Message message)
    {
        Type = FrameTypes.Of(message.Kind);
        PayloadLength = message.Payload.Length;
        Frames = new byte[MessageFrames.EncodedLength(PayloadLength)];
        MessageFrames.Write(Frames, Type, default, message.Payload.Span);
    }

    /// <summary>Encodes a frame of another type that many sessions share; what stands before the body is part of its payload.</summary>
    internal SharedMessage(byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, string topic, long index = 0)
    {
        Type = type;
        Topic = topic;
        TopicIndex = index;
        PayloadLength = head.Length + body.Length;
        Frames = new byte[MessageFrames.EncodedLength(PayloadLength)];
        MessageFrames.Write(Frames, type, head, body);
    }

    /// <summary>The payload's length in bytes.</summary>
    public int PayloadLength { get; }

    internal byte Type { get; }

    /// <summary>The topic that it is of, or tells of; null for the application's own messages.</summary>
    internal string? Topic { get; }

    /// <summary>Of a topic's message: the topic's index, which its bytes bear; else 0.</summary>
    internal long TopicIndex { get; }

    internal byte[] Frames { get; }

    /// <summary>The same message as server-sent events, encoded when the first such client needs it.</summary>
    internal byte[] Events => _events ??= EncodeEvents();

    private byte[] EncodeEvents()
    {
        var writer = new ArrayBufferWriter<byte>(Frames.Length + 16);
        EventFraming.WriteEvents(writer, Frames);
        return writer.WrittenSpan.ToArray();
    }
}
