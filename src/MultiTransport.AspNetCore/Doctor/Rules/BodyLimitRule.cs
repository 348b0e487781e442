namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A limit to bodies that clients of MultiTransport run into: theirs have up to 512 KiB.</summary>
internal sealed class BodyLimitRule : IRule
{
    private const int Needed = 600 * 1024;

    public Culprit? Judge(Readings readings)
    {
        var refused = readings.Observations.Tries.Where(static each => each is { What: "body", Ours: false, Skipped: false, Status: not null, Size: <= Needed }).OrderBy(static each => each.Size).FirstOrDefault();
        return refused is null || !readings.Posts ? null : new Culprit
        {
            Id = "body-limit",
            Sentence = $"Something on the way takes no bodies of {refused.Size / 1024} KiB; clients of MultiTransport send up to 512 KiB at once.",
            Confidence = Confidence.Certain,
            Side = readings.Knows(Product.Nginx) ? Side.Server : Side.Unknown,
            Evidence = [$"a POST of {refused.Size:#,0} bytes was answered {refused.Status}"],
            Remedies =
            [
                .. readings.Knows(Product.Nginx) ? [NginxRemedies.Body] : Array.Empty<Remedy>(),
                new() { Title = "Or let clients send less at once", File = "appsettings.json", Lines = $"\"MultiTransport\": {{ \"MaxBodyBytes\": {Math.Max(73728, (refused.Size ?? 0) / 4)} }}", Note = "At least 8 KiB more than MaxMessageBytes." },
            ],
        };
    }
}
