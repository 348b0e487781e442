using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>
/// The framework aborts a request whose WebSocket ended by a fault or without the peer's close, and the reset overtakes the close frame that was just
/// written. While this stands in, such an abort waits for the request's end, which sends what was written; what does not end soon is cut then.
/// </summary>
internal sealed class DeferredAbort : IHttpRequestLifetimeFeature, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IFeatureCollection _features;
    private readonly IHttpRequestLifetimeFeature _request;
    private readonly TimeProvider _time;
    private ITimer? _timer;

    public DeferredAbort(HttpContext context, TimeProvider time)
    {
        _features = context.Features;
        _request = _features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        _time = time;
        _features.Set<IHttpRequestLifetimeFeature>(this);
    }

    public CancellationToken RequestAborted
    {
        get => _request.RequestAborted;
        set => _request.RequestAborted = value;
    }

    /// <summary>What the framework calls.</summary>
    public void Abort() => _timer ??= _time.CreateTimer(static state => ((DeferredAbort)state!).Cut(), this, Patience, Timeout.InfiniteTimeSpan);

    /// <summary>Aborts at once.</summary>
    public void Cut() => _request.Abort();

    public void Dispose()
    {
        _timer?.Dispose();
        _features.Set(_request);
    }
}
