namespace MultiTransport;

/// <summary>Whose default a limit probably is, for the operator's report alone: nothing is decided by it.</summary>
internal static class LikelyOwner
{
    private const double Tolerance = 0.05;

    private static readonly (double Seconds, string Owner)[] IdleTimers =
    [
        (30, "Apache Traffic Server"),
        (50, "HAProxy as Debian installs it"),
        (55, "Heroku's router"),
        (60, "nginx, an AWS load balancer or Varnish"),
        (100, "Cloudflare"),
        (230, "Azure App Service"),
        (240, "Azure Load Balancer"),
        (300, "Azure Front Door"),
        (600, "CloudFront or AWS API Gateway"),
    ];

    private static readonly (double Seconds, string Owner)[] Lifetimes =
    [
        (30, "Google Cloud's load balancer"),
        (900, "Apache Traffic Server"),
        (7_200, "AWS API Gateway"),
        (14_400, "Azure Front Door"),
    ];

    /// <summary>Empty where no default is near.</summary>
    public static string OfIdleTimer(TimeSpan limit) => Of(IdleTimers, limit);

    /// <summary>Empty where no default is near.</summary>
    public static string OfLifetime(TimeSpan limit) => Of(Lifetimes, limit);

    private static string Of((double Seconds, string Owner)[] known, TimeSpan limit)
    {
        var nearest = known.MinBy(one => Math.Abs(one.Seconds - limit.TotalSeconds));
        return Math.Abs(nearest.Seconds - limit.TotalSeconds) <= nearest.Seconds * Tolerance ? nearest.Owner : "";
    }
}
