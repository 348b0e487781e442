namespace MultiTransport.Server.Api;

/// <summary>The codes of the API's own refusals; those of topics are in <see cref="Protocol.TopicCode"/>. A code never changes its meaning.</summary>
internal static class ApiCode
{
    /// <summary>No key is configured.</summary>
    public const string ApiOff = "api-off";

    /// <summary>The request bears no key.</summary>
    public const string KeyMissing = "key-missing";

    /// <summary>No such key, or two that differ.</summary>
    public const string KeyWrong = "key-wrong";

    /// <summary>The key does not have that right.</summary>
    public const string KeyForbidden = "key-forbidden";

    /// <summary>Over the key's limit.</summary>
    public const string TooManyRequests = "too-many-requests";

    /// <summary>No such path below <c>/api</c>.</summary>
    public const string RouteUnknown = "route-unknown";

    /// <summary>The path is there, but not for this method.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>The body is no JSON that is understood here.</summary>
    public const string BodyMalformed = "body-malformed";

    /// <summary>The body is no JSON by its type.</summary>
    public const string TypeUnsupported = "type-unsupported";

    /// <summary>The body has too many bytes.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>The batch has too many messages.</summary>
    public const string BatchTooLarge = "batch-too-large";

    /// <summary>A message of the batch is not well made.</summary>
    public const string MessageMalformed = "message-malformed";

    /// <summary>A query parameter that is not known, or a value that cannot be.</summary>
    public const string QueryMalformed = "query-malformed";

    /// <summary>No idempotency key.</summary>
    public const string IdempotencyKeyMalformed = "idempotency-key-malformed";

    /// <summary>No id of a session.</summary>
    public const string SessionMalformed = "session-malformed";

    /// <summary>No such session.</summary>
    public const string SessionUnknown = "session-unknown";

    /// <summary>No name of a user.</summary>
    public const string UserMalformed = "user-malformed";

    /// <summary>The server is shutting down.</summary>
    public const string Draining = "draining";

    /// <summary>Every one of them, for whoever documents them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ApiOff, KeyMissing, KeyWrong, KeyForbidden, TooManyRequests, RouteUnknown, MethodNotAllowed, BodyMalformed, TypeUnsupported, BodyTooLarge, BatchTooLarge, MessageMalformed,
        QueryMalformed, IdempotencyKeyMalformed, SessionMalformed, SessionUnknown, UserMalformed, Draining,
    ];
}
