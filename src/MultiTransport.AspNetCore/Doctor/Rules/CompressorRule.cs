namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Heads pass at once, bodies are held to their end: something works on bodies, most likely to make them smaller.</summary>
internal sealed class CompressorRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        if (readings.Sse.Verdict != StripVerdict.BodyHeld || readings.Octet.Verdict != StripVerdict.BodyHeld)
        {
            return null;
        }

        var ziproxy = readings.Products.FirstOrDefault(static each => each.Product == Product.Ziproxy);
        var socket = readings.Socket.Verdict == SocketVerdict.ConnectionRewritten;
        List<string> evidence = [readings.Sse.Line, readings.Octet.Line];
        if (socket)
        {
            evidence.Add($"WebSocket: {readings.Socket.Evidence}");
        }

        if (ziproxy is not null)
        {
            evidence.Add(ziproxy.Evidence);
        }

        return new Culprit
        {
            Id = "compressing-proxy",
            Sentence = $"A proxy lets the head of an answer through at once and holds its body to the end, as optimizers and compressors of carriers do{(ziproxy is null ? "" : ": it looks like ziproxy")}.",
            Confidence = ziproxy is null ? Confidence.Possible : Confidence.Likely,
            Side = ziproxy is null ? Side.Unknown : Side.Visitor,
            Evidence = evidence,
            Explains = Symptoms.Events | Symptoms.Bytes | (socket ? Symptoms.Socket : Symptoms.None),
        };
    }
}
