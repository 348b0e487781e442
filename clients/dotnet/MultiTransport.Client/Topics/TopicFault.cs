using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The exceptions of topics that this client finds by itself: what happened and what to do.</summary>
internal static class TopicFault
{
    public const string AnswerMalformed = "answer-malformed";

    public static SessionException Name(string topic) => new(
        TopicCode.TopicMalformed,
        $"topic is '{topic}'; accepted are 1 to {TopicFields.MaxLength} bytes of UTF-8 without control characters, line separators and *, and without a space at either end.");

    public static SessionException Key(string key) => new(
        TopicCode.KeyMalformed, $"{nameof(PublishOptions.Key)} is '{key}'; accepted are 1 to {TopicFields.MaxLength} bytes of UTF-8 without control characters.");

    public static SessionException Answer() => new(AnswerMalformed, "The server's answer is not what the protocol says.");

    public static SessionException Unsubscribed() => new(CloseCode.ClosedByClient.Name(), "It was unsubscribed.");

    /// <summary>The server ended it.</summary>
    public static SessionException Ended(string code) => new(code, code == TopicUnsubscribed.Closed ? "The server's application ended it." : Fault.NotHandled(code).Message);

    /// <summary>Whether it may go well another time.</summary>
    public static bool IsTransient(SessionException error) => error.Code is TopicCode.HistoryUnavailable or FailCode.TooManyRequests;
}
