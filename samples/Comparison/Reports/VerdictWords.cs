using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

/// <summary>A verdict in words, readable without colour.</summary>
internal static class VerdictWords
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.DoesNotHold => "does not hold",
        Verdict.DependsOn => "depends",
        _ => "not measured here",
    };

    /// <summary>A sign of its own shape for each.</summary>
    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "✓",
        Verdict.DoesNotHold => "✗",
        Verdict.DependsOn => "≈",
        _ => "–",
    };
}
