namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Every held answer comes as a whole, or in blocks.</summary>
internal sealed class BufferingRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var (events, bytes) = (readings.Sse, readings.Octet);
        if (events.Verdict == StripVerdict.Unknown || !Buffers(events) || !Buffers(bytes))
        {
            return null;
        }

        List<string> evidence = [events.Line, bytes.Line];
        var (name, remedies) = Identify(readings, evidence);
        return new Culprit
        {
            Id = "full-buffering",
            Sentence = $"A proxy{name} holds every answer until it is whole, so nothing can be streamed.",
            Confidence = remedies.Length > 0 ? Confidence.Certain : Confidence.Likely,
            Side = remedies.Length > 0 ? Side.Server : Side.Unknown,
            Evidence = evidence,
            Remedies = remedies,
            Explains = Symptoms.Events | Symptoms.Bytes,
        };
    }

    private static bool Buffers(StripReading strip) => strip.IsHeld || strip.Verdict == StripVerdict.Batched;

    private static (string Name, Remedy[] Remedies) Identify(Readings readings, List<string> evidence)
    {
        foreach (var each in readings.Products)
        {
            Remedy? remedy = each.Product switch
            {
                _ when each.Product == Product.Nginx => NginxRemedies.Buffering,
                _ when each.Product == Product.Lighttpd => ReverseProxyRemedies.Lighttpd,
                _ when each.Product == Product.Caddy => ReverseProxyRemedies.Caddy,
                _ when each.Product == Product.AppGateway => ReverseProxyRemedies.AppGateway,
                _ => null,
            };
            if (remedy is not null)
            {
                evidence.Add(each.Evidence);
                return ($" ({each.Product})", [remedy]);
            }
        }

        return ("", []);
    }
}
