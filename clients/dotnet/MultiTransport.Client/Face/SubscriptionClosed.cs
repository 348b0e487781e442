namespace MultiTransport.Client;

/// <summary>Why a subscription ended.</summary>
/// <param name="Code">
/// A stable code: <c>closed-by-client</c> (unsubscribed), <c>closed</c> (by the server's application, or with the session), <c>topic-malformed</c>, <c>topic-unknown</c>,
/// <c>topic-forbidden</c>, <c>topic-limit</c>, <c>not-supported</c>, <c>queue-full</c>, <c>blocked</c>, <c>answer-malformed</c>.
/// </param>
/// <param name="Reason">For people; may be empty.</param>
public sealed record SubscriptionClosed(string Code, string Reason);
