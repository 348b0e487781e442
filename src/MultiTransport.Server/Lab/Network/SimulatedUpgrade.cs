using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MultiTransport.Server.Lab.Network;

/// <summary>A WebSocket handshake over HTTP/1.1 (Upgrade) or HTTP/2 (RFC 8441): once accepted, its bytes go through the viewer's network.</summary>
internal sealed class SimulatedUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;
    private readonly Passage _passage;
    private Func<Task>? _end;

    public SimulatedUpgrade(HttpContext context, Passage passage)
    {
        (_upgrade, _connect) = (context.Features.Get<IHttpUpgradeFeature>(), context.Features.Get<IHttpExtendedConnectFeature>());
        _passage = passage;
        context.Features.Set<IHttpUpgradeFeature>(_upgrade is null ? null : this);
        context.Features.Set<IHttpExtendedConnectFeature>(_connect is null ? null : this);
    }

    public bool IsUpgradableRequest => _upgrade is { IsUpgradableRequest: true };

    public bool IsExtendedConnect => _connect is { IsExtendedConnect: true };

    public string? Protocol => _connect?.Protocol;

    public static bool IsWanted(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>What proxies do that know nothing of it: these headers concern one hop, and are not passed on.</summary>
    public static void TakeAway(HttpContext context)
    {
        context.Request.Headers.Remove(HeaderNames.Upgrade);
        context.Request.Headers.Remove(HeaderNames.Connection);
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Features.Set<IHttpExtendedConnectFeature>(null);
    }

    public async Task<Stream> UpgradeAsync()
    {
        await _passage.DelayAsync().ConfigureAwait(false);
        return Simulated(await _upgrade!.UpgradeAsync().ConfigureAwait(false));
    }

    public async ValueTask<Stream> AcceptAsync()
    {
        await _passage.DelayAsync().ConfigureAwait(false);
        return Simulated(await _connect!.AcceptAsync().ConfigureAwait(false));
    }

    /// <summary>The application has written all. Completes when that has arrived.</summary>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public Task EndAsync() => _end?.Invoke() ?? Task.CompletedTask;

    private SimulatedStream Simulated(Stream real)
    {
        var stream = new SimulatedStream(real, _passage);
        _end = stream.EndAsync;
        return stream;
    }
}
