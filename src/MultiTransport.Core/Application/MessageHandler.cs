namespace MultiTransport;

/// <summary>What an application does with one session. There is one instance a session; its methods are called one at a time, in order.</summary>
public abstract class MessageHandler
{
    /// <summary>The session has been opened; no message is handed over before this completes.</summary>
    public virtual ValueTask OnOpenAsync(Session session) => ValueTask.CompletedTask;

    /// <summary>One message. It is handed over once; a handler that throws has taken it, and the client's send is rejected with <c>handler-failed</c>; with <c>not-supported</c> where it throws a <see cref="NotSupportedException"/>, which is no failure to be reported.</summary>
    public abstract ValueTask OnMessageAsync(Session session, Message message);

    /// <summary>One request; the returned message is the response. Throw <see cref="NotSupportedException"/> to answer <c>not-supported</c>, as the default does.</summary>
    public virtual ValueTask<Message> OnRequestAsync(Session session, Message request) =>
        throw new NotSupportedException("This endpoint does not answer requests: override OnRequestAsync.");

    /// <summary>The session is over; called once, after the last message.</summary>
    public virtual ValueTask OnCloseAsync(Session session, CloseReason reason) => ValueTask.CompletedTask;
}
