namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A proxy that asks the server under another name: pages of the server's own are refused as strangers then.</summary>
internal sealed class HostRewrittenRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var refused = readings.Echoes.FirstOrDefault(static echo => echo.Code == "origin-refused");
        if (refused is null)
        {
            return null;
        }

        var evidence = new List<string> { $"{refused.Method} was answered {refused.Status} origin-refused: {string.Concat((refused.Detail ?? "").Where(static c => !char.IsControl(c)))}" };
        if (readings.Head?["Host"] is { Length: > 0 } host)
        {
            evidence.Add($"the browser asked {Target.Of(readings.Observations.Url).Authority}, the server was asked Host: {host}");
        }

        return new Culprit
        {
            Id = "host-rewritten",
            Sentence = "The reverse proxy asks the server under another Host than the browser's, so the server refuses its own pages as strangers"
                + (readings.Posts ? ": browsers fail here, programs do not." : "."),
            Confidence = Confidence.Certain,
            Side = Side.Server,
            Evidence = evidence,
            Remedies = [NginxRemedies.Host, Allow(readings)],
            Explains = readings.Posts ? Symptoms.None : Symptoms.Answers | Symptoms.Socket | Symptoms.Events | Symptoms.Bytes,
        };
    }

    public static Remedy Allow(Readings readings) => new()
    {
        Title = "Or tell the server which origin its pages have",
        File = "appsettings.json",
        Lines = $"\"MultiTransport\": {{ \"AllowedOrigins\": [ \"{OriginOf(readings.Observations.Url)}\" ] }}",
    };

    private static string OriginOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "https://app.example";
}
