namespace MultiTransport;

/// <summary>What is known of one transport in one network.</summary>
public sealed record TransportReport
{
    /// <summary>Its name.</summary>
    public required string Transport { get; init; }

    /// <summary>Connections that carry a session now and have for at least five seconds.</summary>
    public required int Alive { get; init; }

    /// <summary>How many sessions spoke of it lately, 16 at most.</summary>
    public required int Sessions { get; init; }

    /// <summary>In how many of them it failed.</summary>
    public required int Failed { get; init; }

    /// <summary>What most of those say; empty where none failed.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether new clients are told to try it last.</summary>
    public required bool TriedLast { get; init; }
}
