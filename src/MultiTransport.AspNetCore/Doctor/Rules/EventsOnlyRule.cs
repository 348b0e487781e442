namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Event streams flow, every other type is held.</summary>
internal sealed class EventsOnlyRule : IRule
{
    public Culprit? Judge(Readings readings) => !readings.Sse.Works || !readings.Octet.IsHeld ? null : new Culprit
    {
        Id = "only-events-flow",
        Sentence = $"A proxy passes event streams as they come and holds every other kind of answer, as cloudflared tunnels do{(readings.Knows(Product.Cloudflare) ? "; Cloudflare is on the way" : "")}.",
        Confidence = readings.Knows(Product.Cloudflare) ? Confidence.Likely : Confidence.Possible,
        Side = Side.Server,
        Evidence = [readings.Octet.Line, readings.Sse.Line],
        Explains = Symptoms.Bytes,
        Impairs = readings.Socket.Verdict != SocketVerdict.Works,
    };
}
