namespace MultiTransport;

/// <summary>The handler of an endpoint that is for topics alone: its messages are answered <c>not-supported</c>, and so are its requests.</summary>
internal sealed class TopicsOnlyHandler : MessageHandler
{
    public static TopicsOnlyHandler Instance { get; } = new();

    public override ValueTask OnMessageAsync(Session session, Message message) =>
        throw new NotSupportedException("This endpoint is for topics alone.");
}
