namespace MultiTransport.Conformance;

/// <summary>Passes everything on to the test's <see cref="IHandlerSource"/>.</summary>
internal sealed class SourcedHandler(IHandlerSource source) : MessageHandler
{
    public override ValueTask OnMessageAsync(Session session, Message message) => source.OnMessageAsync(session, message);

    public override ValueTask<Message> OnRequestAsync(Session session, Message request) => source.OnRequestAsync(session, request);

    public override ValueTask OnCloseAsync(Session session, CloseReason reason) => source.OnCloseAsync(session, reason);
}
