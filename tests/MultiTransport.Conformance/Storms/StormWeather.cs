namespace MultiTransport.Conformance.Storms;

/// <summary>How a client's storm is disturbed.</summary>
internal sealed record StormWeather(int Seed)
{
    public TimeSpan NearestCut { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan FarthestCut { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a transport is left alone once it is there.</summary>
    public TimeSpan Stay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for a transport that was asked for.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Of so many requests one is sent twice, or answered with the answer of another.</summary>
    public int OneIn { get; init; } = 25;

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
