namespace MultiTransport.Comparison.Server;

/// <summary>Keeps the book of sessions, and either sends each message back or notes when it came.</summary>
internal abstract class LabHandler(SessionBook book) : MessageHandler
{
    public override ValueTask OnOpenAsync(Session session)
    {
        book.Add(session);
        return ValueTask.CompletedTask;
    }

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        book.Remove(session);
        return ValueTask.CompletedTask;
    }
}
