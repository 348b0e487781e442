namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Silence that is cut. The time names the timer.</summary>
internal sealed class IdleRule : IRule
{
    /// <summary>MultiTransport is never silent for longer.</summary>
    private const double Heartbeat = 15;

    private static readonly (double Seconds, string Who)[] Timers =
    [
        (10, "some firewalls"), (30, "Traffic Server, Google's load balancer, Heroku's first byte, API Gateway"), (50, "HAProxy as Debian installs it"), (55, "Heroku"),
        (60, "nginx, an AWS load balancer, Varnish, Azure as configured by many"),
    ];

    public Culprit? Judge(Readings readings)
    {
        var cut = readings.Observations.Idles.Where(static idle => !idle.Survived).ToArray();
        if (cut.Length == 0)
        {
            return null;
        }

        var seconds = cut.Min(static idle => idle.Cut ?? idle.Seconds);
        var timer = Timers.FirstOrDefault(each => Math.Abs(each.Seconds - seconds) <= Math.Max(1.5, each.Seconds * 0.04));
        var harms = seconds < Heartbeat || cut.Any(static idle => idle.Way == "longpoll" && (idle.Cut ?? idle.Seconds) < 20);
        return new Culprit
        {
            Id = "idle-timer",
            Sentence = $"Something on the way ends connections that are silent for {seconds:0} s{(timer.Who is null ? "" : $", as do {timer.Who}")}. "
                + (harms ? "That is shorter than MultiTransport's heartbeat: set it lower." : "MultiTransport is never silent for longer than 15 s, so nothing breaks."),
            Confidence = cut.Any(static idle => idle.Cut is not null) ? Confidence.Certain : Confidence.Likely,
            Side = readings.Knows(Product.Nginx) || readings.Knows(Product.HAProxy) ? Side.Server : Side.Unknown,
            Evidence = [.. cut.DistinctBy(static idle => idle.Way).Select(static idle => $"{idle.Way}: {(idle.Cut is { } at ? $"ended after {at:0.0} s of silence" : $"what came after {idle.Seconds:0} s of silence never arrived")}{(idle.How is null ? "" : $" ({LogText.Clean(idle.How)})")}")],
            Remedies =
            [
                .. readings.Knows(Product.Nginx) ? [NginxRemedies.Idle] : readings.Knows(Product.HAProxy) ? [HAProxyRemedies.Idle] : Array.Empty<Remedy>(),
                .. harms ? [new() { Title = "Or let MultiTransport speak more often", File = "appsettings.json", Lines = $"\"MultiTransport\": {{ \"Heartbeat\": \"00:00:{Math.Max(1, (int)(seconds / 2)):00}\", \"Hold\": \"00:00:{Math.Max(5, (int)(seconds * 0.7)):00}\" }}" }] : Array.Empty<Remedy>(),
            ],
            Impairs = harms,
        };
    }
}
