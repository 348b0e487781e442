namespace MultiTransport.Conformance;

/// <summary>What a test wants its handler to do; the handler itself is one instance a session.</summary>
internal interface IHandlerSource
{
    ValueTask OnMessageAsync(Session session, Message message) => ValueTask.CompletedTask;

    ValueTask<Message> OnRequestAsync(Session session, Message request) => throw new NotSupportedException();

    ValueTask OnCloseAsync(Session session, CloseReason reason) => ValueTask.CompletedTask;
}
