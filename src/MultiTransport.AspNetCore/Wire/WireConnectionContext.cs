using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>
/// The connection as the middleware above sees it. What one of them puts in the transport's place, as TLS does, gets counters too, so the uppermost
/// counter is above TLS whatever the order in which TLS was asked for.
/// </summary>
internal sealed class WireConnectionContext : ConnectionContext, IConnectionTransportFeature
{
    private readonly ConnectionContext _inner;
    private readonly WireConnection _wire;
    private WireLayer _layer;

    public WireConnectionContext(ConnectionContext inner, WireConnection wire)
    {
        _inner = inner;
        _wire = wire;
        _layer = wire.Bottom;
        Features.Set(wire);
        Features.Set<IConnectionTransportFeature>(this);
    }

    public override IDuplexPipe Transport
    {
        get => _layer;
        set
        {
            // What a middleware puts back at the end is a layer that it got from here.
            if (value is not WireLayer layer)
            {
                layer = new WireLayer(value, _wire.Bottom);
                _wire.Cover(layer);
            }

            _layer = layer;
        }
    }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override void Abort() => _inner.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
