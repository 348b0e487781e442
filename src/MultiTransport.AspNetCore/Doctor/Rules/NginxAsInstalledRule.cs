namespace MultiTransport.AspNetCore.Doctor;

/// <summary>nginx that speaks HTTP/1.0 to the server: no upgrade, and answers are buffered unless the server forbids it.</summary>
internal sealed class NginxAsInstalledRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var record = readings.Probe?.Server?.Handshake;
        var old = Fingerprints.IsHttp10(readings) || record is { Arrived: true, Protocol: "HTTP/1.0" };
        if (!old || readings.Socket.Verdict is SocketVerdict.Works)
        {
            return null;
        }

        var nginx = readings.Products.FirstOrDefault(static each => each.Product == Product.Nginx);
        var (plain, told) = (readings[StripPlan.SseNoAccel], readings.Sse);
        List<string> evidence = [$"the server got the request over {readings.Head?.Protocol ?? record?.Protocol}{(readings.Head?["Connection"] is { Length: > 0 } value ? $" with Connection: {value}" : "")}"];
        if (nginx is { Confidence: Confidence.Certain })
        {
            evidence.Add(nginx.Evidence); // otherwise HTTP/1.0 is what gives it away, and that is said
        }

        evidence.Add($"WebSocket: {readings.Socket.Evidence}");
        var honours = told.Works && plain.IsHeld;
        var ignores = told.IsHeld && readings.Octet.IsHeld;
        if (honours || ignores)
        {
            evidence.Add(told.Line);
            evidence.Add(plain.Line);
        }

        return new Culprit
        {
            Id = "http-1.0-upstream",
            Sentence = $"The reverse proxy {(nginx is null ? "" : "(nginx) ")}speaks HTTP/1.0 to the server and passes no upgrade on, so no WebSocket opens{(ignores ? "; and it buffers every answer to its end although the server asks it not to" : "")}.",
            Confidence = nginx?.Confidence is Confidence.Certain || (nginx is not null && honours) ? Confidence.Certain : Confidence.Likely,
            Side = Side.Server,
            Evidence = evidence,
            Remedies = ignores ? [NginxRemedies.Upgrade, NginxRemedies.Buffering] : [NginxRemedies.Upgrade],
            Explains = Symptoms.Socket | (ignores ? Symptoms.Events | Symptoms.Bytes : Symptoms.None),
        };
    }
}
