namespace MultiTransport.Chaos.Host;

/// <summary>What the host tells of itself.</summary>
internal sealed record HostReading
{
    public required ProcessReading Process { get; init; }

    public required int Sessions { get; init; }

    public required int Lanes { get; init; }

    /// <summary>Sessions that ended, by code.</summary>
    public required IReadOnlyDictionary<string, long> Closes { get; init; }

    /// <summary>What went wrong at this end, by kind.</summary>
    public required IReadOnlyDictionary<string, long> Wrongs { get; init; }

    public required IReadOnlyList<string> WrongTexts { get; init; }

    /// <summary>Warnings and errors of the log.</summary>
    public required IReadOnlyDictionary<string, string> Logged { get; init; }

    public required IReadOnlyList<string> Unobserved { get; init; }

    /// <summary>The async methods that are open, most frequent first.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }
}
