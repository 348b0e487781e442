namespace MultiTransport.Client;

/// <summary>What was asked of a <see cref="ClientSession"/> did not happen; <see cref="Code"/> says why, and the message what to do.</summary>
public sealed class SessionException : Exception
{
    internal SessionException(string code, string message, int number = 0, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Number = number;
    }

    /// <summary>
    /// A stable code: of a send <c>handler-failed</c>, <c>not-utf8</c>, <c>not-supported</c>, <c>message-too-large</c>, <c>blocked</c>, <c>outcome-unknown</c>,
    /// <c>queue-full</c>, <c>text-malformed</c>; of a request also <c>timeout</c> and <c>too-many-requests</c>; of both <c>closed</c> where
    /// the session is over; of topics also <c>topic-malformed</c>, <c>topic-unknown</c>, <c>topic-forbidden</c>, <c>topic-limit</c>, <c>key-malformed</c>, <c>history-unavailable</c>,
    /// <c>too-many-requests</c>, <c>closed-by-client</c> and <c>answer-malformed</c>; of <see cref="ClientSession.ConnectAsync"/> the code the session was closed with.
    /// </summary>
    public string Code { get; }

    /// <summary>The number of the close code, 4000 to 4999; 0 where the code has none.</summary>
    public int Number { get; }
}
