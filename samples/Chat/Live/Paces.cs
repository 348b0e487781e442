using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Chat.Live;

/// <summary>How fast one user may ask, on all devices together.</summary>
internal sealed class Paces(IOptions<ChatOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<long> _limiter = PartitionedRateLimiter.Create<long, long>(user => RateLimitPartition.GetTokenBucketLimiter(
        user,
        _ => new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = options.Value.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            TokenLimit = options.Value.RequestsPerSecond * 4,
        }));

    /// <exception cref="ChatException"><c>too-fast</c>.</exception>
    public void Require(long user)
    {
        using var lease = _limiter.AttemptAcquire(user);
        if (!lease.IsAcquired)
        {
            throw new ChatException("too-fast", $"At most {options.Value.RequestsPerSecond} requests a second. Wait a moment.");
        }
    }

    public void Dispose() => _limiter.Dispose();
}
