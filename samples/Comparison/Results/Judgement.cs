namespace MultiTransport.Comparison.Results;

/// <summary>A verdict and the sentence with the figures that it rests on.</summary>
internal readonly record struct Judgement(Verdict Verdict, string Finding)
{
    public static Judgement Holds(string finding) => new(Verdict.Holds, finding);

    public static Judgement DoesNotHold(string finding) => new(Verdict.DoesNotHold, finding);

    public static Judgement DependsOn(string finding) => new(Verdict.DependsOn, finding);

    public static Judgement NotHere(string finding) => new(Verdict.NotHere, finding);
}
