namespace MultiTransport.Conformance.Scenarios;

internal sealed class ScenarioHandler(ScenarioPlay play) : MessageHandler
{
    public override ValueTask OnOpenAsync(Session session)
    {
        play.Open(session);
        return ValueTask.CompletedTask;
    }

    public override ValueTask OnMessageAsync(Session session, Message message)
    {
        if (message.Kind == MessageKind.Text)
        {
            play.Received.Enqueue(message.GetText());
        }

        return play.OnMessage(session, message);
    }

    public override ValueTask<Message> OnRequestAsync(Session session, Message request) => play.OnRequest(session, request);

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        play.Close(reason);
        return ValueTask.CompletedTask;
    }
}
