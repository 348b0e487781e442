using System.Collections.Concurrent;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>
/// HTTP/2: frames name their streams, and a stream is a request. What belongs to no stream (the preface, settings, pings, the connection's windows) and what
/// TLS adds is shared among the streams that moved bytes since the last fold, in proportion to those.
/// </summary>
internal sealed class Http2Bytes : WireProtocol
{
    /// <summary>Streams that ended and are still known, for the windows and resets that cross their ends on the way.</summary>
    private const int MaxEnded = 16;

    private readonly ConcurrentDictionary<int, WireStream> _streams = new();
    private readonly List<WireStream> _owned = [];
    private readonly Queue<WireStream> _ended = new();
    private WireAccount? _last;
    private SharedBytes _up;
    private SharedBytes _down;
    private int _highest;

    public Http2Bytes(WireConnection connection, long preface)
        : base(connection)
    {
        Inbound = new FrameWalk(this, isInbound: true, preface);
        Outbound = new FrameWalk(this, isInbound: false, before: 0);
    }

    public FrameWalk Inbound { get; }

    public FrameWalk Outbound { get; }

    /// <summary>Without the gate. The stream with that id, where it is known or opens now.</summary>
    public WireStream? Find(int id, bool mayOpen)
    {
        if (_streams.TryGetValue(id, out var stream) || !mayOpen || id <= _highest)
        {
            return stream;
        }

        _highest = id;
        stream = new WireStream(id);
        _streams[id] = stream;
        return stream;
    }

    /// <summary>Without the gate. The last frame of one direction, or of both, passes now.</summary>
    public void End(StreamSide side, bool isReset)
    {
        lock (Connection.Gate)
        {
            var stream = side.Stream;
            var wasOver = stream.Up.HasEnded && stream.Down.HasEnded;
            side.HasEnded = true;
            stream.Up.HasEnded |= isReset;
            stream.Down.HasEnded |= isReset;
            if (wasOver || !stream.Up.HasEnded || !stream.Down.HasEnded)
            {
                return;
            }

            _ended.Enqueue(stream);
            if (_ended.Count > MaxEnded)
            {
                Forget(_ended.Dequeue());
            }
        }
    }

    public override bool TryAttribute(int stream, WireAccount account) =>
        _streams.TryGetValue(stream, out var known) && known.Owner is null && Own(known, account);

    public override void Fold()
    {
        long up = 0, down = 0;
        foreach (var stream in _owned)
        {
            up += stream.Up.Take();
            down += stream.Down.Take();
        }

        _up.Begin(up, Connection.TlsUp, Inbound.Shared);
        _down.Begin(down, Connection.TlsDown, Outbound.Shared);
        foreach (var stream in _owned)
        {
            var (ups, downs) = (stream.Up.Due, stream.Down.Due);
            if (ups.Total + downs.Total > 0)
            {
                stream.Owner!.Add(ups + _up.ShareOf(ups.Total), downs + _down.ShareOf(downs.Total));
            }
        }
    }

    public override void Close()
    {
        foreach (var (_, stream) in _streams)
        {
            if (stream.Owner is null)
            {
                Own(stream, Connection.Unattributed);
            }
        }

        Fold();
        (_last ?? Connection.Unattributed).Add(_up.Rest(Connection.TlsUp, Inbound.Shared), _down.Rest(Connection.TlsDown, Outbound.Shared));
        foreach (var stream in _owned)
        {
            stream.Owner!.Leave(Connection);
        }

        _owned.Clear();
        _streams.Clear();
    }

    private bool Own(WireStream stream, WireAccount account)
    {
        stream.Owner = account;
        account.Join(Connection);
        _owned.Add(stream);
        _last = account == Connection.Unattributed ? _last : account;
        return true;
    }

    private void Forget(WireStream stream)
    {
        if (stream.Owner is null)
        {
            Own(stream, Connection.Unattributed);
        }

        Fold();
        _owned.Remove(stream);
        _streams.TryRemove(stream.Id, out _);
        stream.Owner!.Leave(Connection);
    }
}
