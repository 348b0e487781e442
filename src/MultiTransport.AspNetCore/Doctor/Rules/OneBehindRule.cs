namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Something holds an event until the next one comes.</summary>
internal sealed class OneBehindRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var strips = new[] { readings.Sse, readings.Octet, readings[StripPlan.SseGet] }.Where(static strip => strip.Verdict is StripVerdict.OneBehind or StripVerdict.FirstHeld).ToArray();
        if (strips.Length == 0)
        {
            return null;
        }

        var cured = readings[StripPlan.SseSecond];
        var onlyFirst = strips.All(static strip => strip.Verdict == StripVerdict.FirstHeld);
        return new Culprit
        {
            Id = "one-behind",
            Sentence = $"Something on this network, most likely an antivirus, holds {(onlyFirst ? "the first event of a stream" : "each event")} until the next one comes.{(cured.Works ? " A second small write after each event frees it." : "")}",
            Confidence = Confidence.Likely,
            Side = Side.Visitor,
            Evidence = [.. strips.Select(static strip => strip.Line), .. cured.Verdict == StripVerdict.Unknown ? [] : new[] { cured.Line }],
            Remedies = [FilterRemedies.AnyFilter(Target.Of(readings.Observations.Url))],
            Explains = Symptoms.Events | Symptoms.Bytes,
        };
    }
}
