namespace MultiTransport.Protocol;

/// <summary>Why a message or a request was handled without success (PROTOCOL.md, section 4).</summary>
public static class FailCode
{
    /// <summary>The application's handler threw.</summary>
    public const string HandlerFailed = "handler-failed";

    /// <summary>A text that is not well-formed UTF-8.</summary>
    public const string NotUtf8 = "not-utf8";

    /// <summary>A message over the limit; it was thrown away.</summary>
    public const string MessageTooLarge = "message-too-large";

    /// <summary>The session is closed; the message was not handed over.</summary>
    public const string Closed = "closed";

    /// <summary>The application does not answer requests, or the type is not known.</summary>
    public const string NotSupported = "not-supported";

    /// <summary>Too many unanswered requests.</summary>
    public const string TooManyRequests = "too-many-requests";
}
