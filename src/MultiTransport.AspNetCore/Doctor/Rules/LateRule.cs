namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Every piece of a held answer comes some 200 ms late, each by itself: HAProxy waits for more to send.</summary>
internal sealed class LateRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        // One piece in time, which happens where an acknowledgement comes just then, takes a strip out of the count: so all of them are asked.
        var flowing = readings.Strips.Where(static strip => strip.Works).ToArray();
        var late = flowing.Where(static strip => strip.Verdict == StripVerdict.Late).ToArray();
        if (late.Length < 2 || late.Length * 2 <= flowing.Length)
        {
            return null;
        }

        var known = readings.Products.FirstOrDefault(static each => each.Product == Product.HAProxy);
        return new Culprit
        {
            Id = "pieces-late",
            Sentence = $"{(known is null ? "A proxy that acts like HAProxy" : "HAProxy")} delivers each event some 200 ms late.",
            Confidence = known is null ? Confidence.Possible : Confidence.Likely,
            Side = Side.Server,
            Evidence = [.. late.Select(static strip => strip.Line), .. known is null ? [] : new[] { known.Evidence }],
            Remedies = [HAProxyRemedies.Late],
            Impairs = readings.Socket.Verdict != SocketVerdict.Works,
        };
    }
}
