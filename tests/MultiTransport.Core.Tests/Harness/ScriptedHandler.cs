namespace MultiTransport.Core.Tests;

/// <summary>A handler whose methods are functions, and which writes down what it was given.</summary>
internal sealed class ScriptedHandler : MessageHandler
{
    public Func<Session, ValueTask>? Open { get; init; }

    public Func<Session, Message, ValueTask>? Message { get; init; }

    public Func<Session, Message, ValueTask<Message>>? Request { get; init; }

    public Func<Session, CloseReason, ValueTask>? Close { get; init; }

    /// <summary>In order: <c>open</c>, messages as they are, <c>?</c> and a request, <c>close</c> and its reason.</summary>
    public List<string> Calls { get; } = [];

    public override ValueTask OnOpenAsync(Session session)
    {
        Calls.Add("open");
        return Open?.Invoke(session) ?? default;
    }

    public override ValueTask OnMessageAsync(Session session, Message message)
    {
        Calls.Add(message.Kind == MessageKind.Text ? message.GetText() : $"[{Convert.ToHexString(message.Payload.Span)}]");
        return Message?.Invoke(session, message) ?? default;
    }

    public override ValueTask<Message> OnRequestAsync(Session session, Message request)
    {
        Calls.Add($"?{request.GetText()}");
        return Request?.Invoke(session, request) ?? base.OnRequestAsync(session, request);
    }

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        Calls.Add($"close {reason}");
        return Close?.Invoke(session, reason) ?? default;
    }
}
