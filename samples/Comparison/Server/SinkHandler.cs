namespace MultiTransport.Comparison.Server;

internal sealed class SinkHandler(SessionBook book, UpstreamArrivals arrivals) : LabHandler(book)
{
    public override ValueTask OnMessageAsync(Session session, Message message)
    {
        arrivals.Record(session, message.Payload.Span);
        return ValueTask.CompletedTask;
    }
}
