namespace MultiTransport;

/// <summary>A handler that is one function.</summary>
internal sealed class DelegateHandler(Func<Session, Message, ValueTask> onMessage) : MessageHandler
{
    public override ValueTask OnMessageAsync(Session session, Message message) => onMessage(session, message);
}
