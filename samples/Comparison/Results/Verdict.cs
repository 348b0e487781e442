namespace MultiTransport.Comparison.Results;

/// <summary>What the measurement says to the documents' claim.</summary>
public enum Verdict
{
    Holds,
    DoesNotHold,
    DependsOn,

    /// <summary>It could not be measured here; the finding says why.</summary>
    NotHere,
}
