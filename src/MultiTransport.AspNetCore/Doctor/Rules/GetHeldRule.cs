namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Answers to GET are held, the same answers to POST flow.</summary>
internal sealed class GetHeldRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var (byGet, byPost) = (readings[StripPlan.SseGet], readings.Sse);
        return !byGet.IsHeld || !byPost.Works ? null : new Culprit
        {
            Id = "get-held",
            Sentence = "A proxy holds answers to GET and passes answers to POST, as cloudflared's quick tunnels do: EventSource fails, clients of MultiTransport do not.",
            Confidence = Confidence.Likely,
            Side = Side.Server,
            Evidence = [byGet.Line, byPost.Line],
            Impairs = false,
        };
    }
}
