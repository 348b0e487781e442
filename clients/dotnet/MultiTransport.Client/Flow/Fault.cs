using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The exceptions that sends and requests end with: what happened and what to do.</summary>
internal static class Fault
{
    public const string Blocked = "blocked";
    public const string OutcomeUnknown = "outcome-unknown";
    public const string QueueFull = "queue-full";
    public const string TextMalformed = "text-malformed";
    public const string TimedOut = "timeout";

    public static SessionException TooLarge(int length, int limit) =>
        new(FailCode.MessageTooLarge, $"The message has {length} bytes; the server takes at most {limit}. Send it in parts.");

    public static SessionException Full(int messages, long bytes) => new(
        QueueFull,
        $"{messages} messages with {bytes} bytes are not acknowledged yet. Await sends before sending more, or raise {nameof(ClientSessionOptions.QueueMessages)} or {nameof(ClientSessionOptions.QueueBytes)}.");

    public static SessionException Malformed(Exception inner) =>
        new(TextMalformed, "The text has an unpaired surrogate, which UTF-8 cannot carry. Send such data as bytes.", 0, inner);

    public static SessionException Lost() => new(
        OutcomeUnknown, "The session was lost after this message was written: whether the server handled it is not known. A message with a key is sent again instead.");

    public static SessionException Refused() =>
        new(Blocked, "Something on the way refuses this message on every transport. Send it in another form, for example compressed.");

    public static SessionException Timeout(TimeSpan after) => new(TimedOut, $"There was no answer within {after.TotalSeconds:0.###} s.");

    public static SessionException TooMany(int limit) =>
        new(FailCode.TooManyRequests, $"{limit} requests are unanswered. Await some before asking more.");

    public static SessionException NotHandled(string code) => new(code, code switch
    {
        FailCode.HandlerFailed => "The server's handler failed on it; it is not handed over again.",
        FailCode.NotUtf8 => "The server got a text that is not UTF-8.",
        FailCode.NotSupported => "The server's application does not take this.",
        FailCode.MessageTooLarge => "The message is over the server's limit. Send it in parts.",
        TopicCode.TopicUnknown => "The server has no such topic: no rule of it matches the name.",
        TopicCode.TopicForbidden => "The topic's rule does not allow this to this client.",
        TopicCode.TopicLimit => "This session has as many subscriptions as it may have, or the server has no room for another topic.",
        TopicCode.HistoryUnavailable => "The store of the topic's history does not answer. Try again.",
        FailCode.TooManyRequests => "The server was asked too often at once. Try again in a moment.",
        FailCode.Closed => "The server closed the session before it handled this.",
        _ => $"The server did not handle it: {code}.",
    });

    public static SessionException Over(SessionClosed closed, string code) => new(
        code, closed.Reason.Length > 0 ? $"The session is closed ({closed.Code}): {closed.Reason}" : $"The session is closed ({closed.Code}).", closed.Number);
}
