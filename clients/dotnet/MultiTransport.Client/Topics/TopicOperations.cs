using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Writes operations on topics.</summary>
internal static class TopicOperations
{
    public static TopicOperation EndOf(string topic) => new() { Op = TopicOperation.Unsubscribe, Topic = topic };

    /// <summary>One that the client asks for by itself; its message has yet to be put into the outbox.</summary>
    public static PendingOperation New(SessionCore core, TopicOperation operation, Action<ClientMessage> answered, Action<SessionException> failed)
    {
        var pending = core.Requests.NewOperation(answered, failed);
        pending.Message = Encode(operation, pending);
        return pending;
    }

    public static OutgoingMessage Encode(TopicOperation operation, PendingRequest pending)
    {
        Span<byte> head = stackalloc byte[Varint.MaxLength + 1];
        var json = JsonSerializer.SerializeToUtf8Bytes(operation, TopicJson.Wire.TopicOperation);
        return OutgoingMessage.Of(FrameType.Request, head[..Requests.WriteOperationHead(head, pending.Correlation)], json, null, pending);
    }
}
