namespace MultiTransport;

/// <summary>What came of a drain.</summary>
/// <param name="Told">Sessions that had nothing unacknowledged and were told.</param>
/// <param name="Away">Sessions that had nothing unacknowledged and no connection.</param>
/// <param name="Cut">Sessions that went with messages that nobody acknowledged.</param>
/// <param name="Ended">Sessions that ended by themselves meanwhile.</param>
/// <param name="Duration">How long it took.</param>
internal readonly record struct DrainReport(int Told, int Away, int Cut, int Ended, TimeSpan Duration)
{
    public DrainReport With(DrainOutcome outcome) => outcome switch
    {
        DrainOutcome.Told => this with { Told = Told + 1 },
        DrainOutcome.Away => this with { Away = Away + 1 },
        DrainOutcome.Cut => this with { Cut = Cut + 1 },
        DrainOutcome.Ended => this with { Ended = Ended + 1 },
        _ => this,
    };
}
