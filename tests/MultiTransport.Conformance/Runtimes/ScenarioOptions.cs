namespace MultiTransport.Conformance.Runtimes;

/// <summary>What a scenario gives to connect. What is null is left at the client's default, except that nothing is remembered.</summary>
internal sealed record ScenarioOptions
{
    public string[]? Transports { get; init; }

    /// <summary>What a token provider answers, one after the other, the last for ever; each call is an event <c>token</c>.</summary>
    public string[]? Tokens { get; init; }

    /// <summary>How requests of the server are answered: echo, upper, throw or hang.</summary>
    public string? Answers { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? RequestTimeout { get; init; }

    public TimeSpan? PollInterval { get; init; }

    public (int Messages, int Bytes)? Queue { get; init; }

    /// <summary>Verdicts are kept under this name, and shared with the sessions of this runtime that give the same.</summary>
    public string? Memory { get; init; }

    /// <summary>The module that a page takes its client from, where that is not ours.</summary>
    public Uri? Script { get; init; }

    /// <summary>Sends the requests of the .NET client, where its way to the server is a special one.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Whether the client is the one that speaks topics, where those are two.</summary>
    public bool Topics { get; init; }

    /// <summary>Whether messages are listened to from the start.</summary>
    public bool Listen { get; init; } = true;
}
