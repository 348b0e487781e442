namespace MultiTransport.Protocol;

/// <summary>Why something cannot be done with a topic (PROTOCOL.md, section 14).</summary>
public static class TopicCode
{
    /// <summary>No name of a topic.</summary>
    public const string TopicMalformed = "topic-malformed";

    /// <summary>No rule of the server matches the name.</summary>
    public const string TopicUnknown = "topic-unknown";

    /// <summary>The rule does not allow it.</summary>
    public const string TopicForbidden = "topic-forbidden";

    /// <summary>Too many subscriptions, or too many topics.</summary>
    public const string TopicLimit = "topic-limit";

    /// <summary>No key of a message.</summary>
    public const string KeyMalformed = "key-malformed";

    /// <summary>No JSON of an operation, a field missing or of the wrong kind.</summary>
    public const string OperationMalformed = "operation-malformed";

    /// <summary>An operation that this version does not have.</summary>
    public const string OperationUnknown = "operation-unknown";

    /// <summary>The store of the history does not answer; trying again may help.</summary>
    public const string HistoryUnavailable = "history-unavailable";

    /// <summary>The idempotency key was used for another message.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";
}
