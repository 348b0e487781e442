namespace MultiTransport.Client;

/// <summary>One try of a transport, or of negotiate: what it cost and how it ended (PROTOCOL.md, section 13.9).</summary>
public sealed record TransportAttempt
{
    /// <summary>A transport's name, or <c>negotiate</c>.</summary>
    public required string Transport { get; init; }

    /// <summary><c>take</c>, <c>probe</c> or <c>negotiate</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>When it began, by the wall clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took until it was decided.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary><c>ok</c>, <c>failed</c> or <c>overtaken</c> (a better one came first).</summary>
    public required string Verdict { get; init; }

    /// <summary>
    /// Empty where it worked; else <c>refused</c>, <c>no-answer</c>, <c>not-ours</c>, <c>swallowed</c>, <c>held</c>, <c>late</c>, <c>died-young</c>, <c>cut</c>,
    /// <c>silent</c>, <c>closed</c> or a code of the server.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The reason as a sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How a failed WebSocket handshake arrived at the server, where the server told.</summary>
    public HandshakeArrival? Arrived { get; init; }
}
