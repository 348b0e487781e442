using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Concludes from observations what stands between a client and this server. Pure: the same observations give the same diagnosis.</summary>
internal static class Diagnostician
{
    /// <summary>In the order in which they are asked; who explains more, and more certainly, comes first.</summary>
    private static readonly IRule[] Rules =
    [
        new NoAnswerRule(), new HostRewrittenRule(), new NginxAsInstalledRule(), new ContentFilterRule(), new CompressorRule(), new BufferingRule(),
        new OneBehindRule(), new EventsOnlyRule(), new HeldRefusedRule(), new UpgradeRule(), new SwallowRule(), new HandshakeRule(),
        new BodyLimitRule(), new IdleRule(), new CacheRule(), new LateRule(), new GetHeldRule(),
    ];

    public static Diagnosis Conclude(Observations observations)
    {
        var readings = Readings.Of(observations);
        var symptoms = SymptomsOf(readings);
        var explained = Symptoms.None;
        var culprits = new List<Culprit>();
        foreach (var rule in Rules)
        {
            // A later rule may explain less of what an earlier one has explained already: then it says nothing new.
            if (rule.Judge(readings) is { } culprit && (culprit.Explains == Symptoms.None || (culprit.Explains & symptoms & ~explained) != Symptoms.None))
            {
                culprits.Add(culprit);
                explained |= culprit.Explains;
            }
        }

        var ladder = Ladder.Of(readings);
        var chosen = ladder.FirstOrDefault(static rung => rung.Works == true)?.Name;
        var unknown = Unexplained.Of(readings, symptoms & ~explained).ToArray();
        var health = HealthOf(readings, culprits, chosen, symptoms & ~explained);
        var lost = LostBy(chosen);
        IReadOnlyList<Culprit> sorted = [.. culprits.OrderByDescending(static culprit => culprit.Impairs).ThenByDescending(culprit => (culprit.Explains & lost) != Symptoms.None)];
        var diagnosis = new Diagnosis
        {
            Health = health,
            Transport = chosen,
            Ladder = ladder,
            Culprits = sorted,
            Sentence = Sentences.Of(health, sorted, chosen, readings),
            Confidence = health switch
            {
                Health.Healthy when sorted.Count == 0 => Confidence.Certain,
                Health.Healthy => sorted[0].Confidence,
                _ => sorted.FirstOrDefault(static culprit => culprit.Impairs)?.Confidence ?? Confidence.Unknown,
            },
            Advice = [.. Advice.Of(health, sorted, chosen, observations)],
            Products = [.. readings.Products.Select(static each => $"{each.Product} ({Sentences.Say(each.Confidence)}): {each.Evidence}")],
            Whereabouts = [.. Whereabouts.Of(observations, symptoms)],
            Notes = [.. Notes.Of(readings)],
            Unknown = unknown,
            Telling = [.. (readings.Head?.Headers ?? []).Where(Fingerprints.IsTelling).Select(static header => header.Name)],
            Strips = observations.Strips.DistinctBy(static strip => strip.Name).ToDictionary(static strip => strip.Name, strip => readings[strip.Name]),
            WebSocket = readings.Socket,
        };
        return diagnosis with { Report = Report.Of(observations, diagnosis) };
    }

    /// <summary>What does not work, as far as it was tried.</summary>
    public static Symptoms SymptomsOf(Readings readings) =>
        (readings.Posts || readings.Echoes.Count == 0 ? Symptoms.None : Symptoms.Answers)
        | (readings.Probe is null || readings.Socket.Verdict == SocketVerdict.Works ? Symptoms.None : Symptoms.Socket)
        | (readings.Sse.Works || readings.Sse.Verdict == StripVerdict.Unknown ? Symptoms.None : Symptoms.Events)
        | (readings.Octet.Works || readings.Octet.Verdict == StripVerdict.Unknown ? Symptoms.None : Symptoms.Bytes);

    /// <summary>What costs clients the transports above the chosen one; what merely fails below it matters less.</summary>
    private static Symptoms LostBy(string? chosen) => chosen switch
    {
        TransportNames.WebSocket => Symptoms.None,
        TransportNames.ServerSentEvents => Symptoms.Socket,
        TransportNames.Streaming => Symptoms.Socket | Symptoms.Events,
        null => Symptoms.Answers,
        _ => Symptoms.Socket | Symptoms.Events | Symptoms.Bytes,
    };

    private static Health HealthOf(Readings readings, List<Culprit> culprits, string? chosen, Symptoms unexplained) => chosen switch
    {
        null when readings.Echoes.Count == 0 => Health.Unknown,
        null => Health.Unreachable,
        TransportNames.WebSocket when unexplained == Symptoms.None && !culprits.Any(static culprit => culprit.Impairs) => Health.Healthy,
        _ => Health.Impaired,
    };
}
