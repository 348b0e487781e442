using System.Threading.RateLimiting;
using MultiTransport.Server.Api.Publishing;

namespace MultiTransport.Server.Api.Keys;

/// <summary>One key at work: what it may do, and how much of it in a second.</summary>
internal sealed class ApiKey : IDisposable
{
    private readonly TokenBucketRateLimiter _limiter;
    private readonly IReadOnlyList<NamePattern> _topics;
    private readonly IReadOnlyList<ApiRight> _rights;

    public ApiKey(ApiKeySettings settings)
    {
        Name = settings.Name;
        PerSecond = settings.PerSecond;
        Hash = settings.Hash.Length > 0 ? Convert.FromHexString(settings.Hash) : ApiKeys.HashOf(settings.Key);
        _rights = [.. settings.May];
        _topics = [.. settings.Topics.Select(static topic => new NamePattern(topic))];
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(PublishChecks.MostMessages, 2 * PerSecond), // a whole batch passes at once
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = false,
            QueueLimit = 0,
        });
    }

    public string Name { get; }

    public int PerSecond { get; }

    public ReadOnlyMemory<byte> Hash { get; }

    public bool May(ApiRight right) => _rights.Contains(right);

    public bool MayUse(string topic)
    {
        foreach (var pattern in _topics)
        {
            if (pattern.Matches(topic))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes so many of what the key has left; otherwise says when there will be enough.</summary>
    public bool TrySpend(int units, out TimeSpan wait)
    {
        _limiter.TryReplenish();
        using var lease = _limiter.AttemptAcquire(units);
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
