namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Held answers that are answered with an error, or cut while they run.</summary>
internal sealed class HeldRefusedRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var (events, bytes) = (readings.Sse, readings.Octet);
        var verdict = events.Verdict;
        if (verdict is not (StripVerdict.Refused or StripVerdict.Cut or StripVerdict.NotOurs))
        {
            return null;
        }

        // One that is cut may be an accident; what cuts them cuts others too.
        StripReading[] cut = [.. readings.Strips.Where(static strip => strip.Verdict == StripVerdict.Cut)];
        if (verdict == StripVerdict.Cut && cut.Length < 2)
        {
            return null;
        }

        return new Culprit
        {
            Id = verdict == StripVerdict.Cut ? "streams-cut" : "streams-refused",
            Sentence = verdict switch
            {
                StripVerdict.Cut => "Something on the way ends held answers within a second or two.",
                StripVerdict.Refused => "Something on the way refuses held answers.",
                _ => "Something on the way puts a page of its own in the place of held answers.",
            },
            Confidence = Confidence.Likely,
            Evidence = verdict == StripVerdict.Cut ? [.. cut.Select(static strip => strip.Line)] : [events.Line, bytes.Line],
            Explains = Symptoms.Events | (bytes.Works ? Symptoms.None : Symptoms.Bytes),
        };
    }
}
