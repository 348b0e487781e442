namespace MultiTransport.Comparison.Server;

internal sealed class EchoHandler(SessionBook book) : LabHandler(book)
{
    public override ValueTask OnMessageAsync(Session session, Message message) => session.SendAsync(message);
}
