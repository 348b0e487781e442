using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>What a run did and found.</summary>
internal sealed record ChaosReport
{
    public required string Command { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyDictionary<string, int> Crew { get; init; }

    public required IReadOnlyDictionary<string, long> Messages { get; init; }

    public required IReadOnlyDictionary<string, long> Carried { get; init; }

    /// <summary>How often each fault hit something.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }

    /// <summary>What went wrong, of both ends, by kind.</summary>
    public required IReadOnlyDictionary<string, long> Wrongs { get; init; }

    public required IReadOnlyList<string> WrongTexts { get; init; }

    public required IReadOnlyList<QuietMoment> Moments { get; init; }

    /// <summary>The host's heap over the last half of the run.</summary>
    public required Slope? Heap { get; init; }

    public required ProcessReading HostBefore { get; init; }

    public required HostReading HostAfter { get; init; }

    public required ProcessReading RunBefore { get; init; }

    public required ProcessReading RunAfter { get; init; }

    public required IReadOnlyList<string> RunUnobserved { get; init; }

    public required IReadOnlyList<string> RunTasks { get; init; }

    /// <summary>Why the run failed; empty where it did not.</summary>
    public IReadOnlyList<string> Failures => [.. Verdict.Of(this)];
}
