using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Topic messages as frames.</summary>
internal static class TopicFrames
{
    public static SharedMessage Encode(Topic topic, long position, Message message, string? key, string? publisher)
    {
        Span<byte> head = stackalloc byte[TopicMessagePayload.MaxHead];
        Span<byte> keyBytes = stackalloc byte[TopicFields.MaxLength];
        Span<byte> publisherBytes = stackalloc byte[TopicFields.MaxLength];
        keyBytes = keyBytes[..Encoding.UTF8.GetBytes(key ?? "", keyBytes)];
        publisherBytes = publisherBytes[..Encoding.UTF8.GetBytes(publisher ?? "", publisherBytes)];
        head = head[..TopicMessagePayload.WriteHead(head, topic.Index, position, keyBytes, publisherBytes, FrameTypes.Of(message.Kind))];
        return new SharedMessage(FrameType.TopicMessage, head, message.Payload.Span, topic.Name, topic.Index);
    }
}
