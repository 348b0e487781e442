namespace MultiTransport;

/// <summary>
/// How fast clients of one endpoint may open sessions and make requests. Four times as many pass at once; more are answered 429 <c>too-many-requests</c>
/// with <c>Retry-After</c>. Addresses are those that the host sees, of IPv6 the /64; messages on a connection that is open are no requests.
/// </summary>
public sealed class RateLimits
{
    /// <summary>The sessions that the endpoint opens in a second. Default 0; range 0, which is without a bound, to 1,000,000.</summary>
    public int Openings { get; set; }

    /// <summary>The sessions that one address opens in a second. Default 500; range 0, which is without a bound, to 1,000,000.</summary>
    public int OpeningsPerAddress { get; set; } = 500;

    /// <summary>The sessions that one user opens in a second. Default 100; range 0, which is without a bound, to 1,000,000.</summary>
    public int OpeningsPerUser { get; set; } = 100;

    /// <summary>The requests of the endpoint in a second: opens, attaches, polls and sends. Default 0; range 0, which is without a bound, to 1,000,000.</summary>
    public int Requests { get; set; }

    /// <summary>The requests of one address in a second. A poll that does not hold is one each time. Default 0; range 0, which is without a bound, to 1,000,000.</summary>
    public int RequestsPerAddress { get; set; }

    /// <summary>The requests on sessions of one user in a second; over it they are answered 503 <c>busy</c> with <c>Retry-After</c>. Default 0; range 0, which is without a bound, to 1,000,000.</summary>
    public int RequestsPerUser { get; set; }

    internal RateLimits Clone() => (RateLimits)MemberwiseClone();
}
