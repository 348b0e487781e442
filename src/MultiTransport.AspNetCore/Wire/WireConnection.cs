using System.Net;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>One TCP connection: its counters, and what tells whose its bytes are. Hangs on the connection's features.</summary>
internal sealed class WireConnection
{
    private readonly string _id;
    private readonly EndPoint? _remote;
    private WireLayer _top;
    private WireProtocol _protocol;
    private bool _isAttributed;
    private bool _isClosed;

    public WireConnection(string id, EndPoint? remote, WireLayer bottom, WireAccount unattributed)
    {
        _id = id;
        _remote = remote;
        Bottom = bottom;
        Unattributed = unattributed;
        _top = bottom;
        _protocol = new Http1Bytes(this);
        Sniff(bottom);
    }

    /// <summary>Guards who owns what; no counter is written under it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The socket's layer.</summary>
    public WireLayer Bottom { get; }

    /// <summary>The layer that HTTP reads and writes.</summary>
    public WireLayer Top => _top;

    /// <summary>Where what belongs to no session goes.</summary>
    public WireAccount Unattributed { get; }

    /// <summary>What TLS has added from the client so far. It runs ahead by what TLS has read and not yet handed on.</summary>
    public long TlsUp => Bottom.Reader.Consumed - _top.Reader.Consumed;

    /// <summary>What TLS has added to the client so far.</summary>
    public long TlsDown => Bottom.Writer.Written - _top.Writer.Written;

    /// <summary>A middleware has put its transport over what was the top.</summary>
    public void Cover(WireLayer layer)
    {
        _top = layer;
        Sniff(layer);
    }

    /// <summary>The client's preface came: from here on, frames tell whose bytes are.</summary>
    public void StartHttp2(FrameWalk inbound, Http2Bytes protocol)
    {
        _protocol = protocol;
        Top.Writer.Observe(protocol.Outbound);
        Top.Reader.Observer = inbound;
    }

    /// <summary>A request of HTTP/1.1 has been read up to the end of its head; false for HTTP/2, where frames tell.</summary>
    public bool TryBegin()
    {
        lock (Gate)
        {
            if (_isClosed || _protocol is not Http1Bytes http1)
            {
                return false;
            }

            http1.Begin();
            return true;
        }
    }

    /// <summary>The response to it has been written.</summary>
    public void Settle()
    {
        lock (Gate)
        {
            if (!_isClosed && _protocol is Http1Bytes http1)
            {
                http1.Settle();
            }
        }
    }

    /// <summary>The request with that stream, 0 for HTTP/1.1, is this account's.</summary>
    public bool TryAttribute(int stream, WireAccount account)
    {
        lock (Gate)
        {
            if (_isClosed || !_protocol.TryAttribute(stream, account))
            {
                return false;
            }

            account.Requested(opensConnection: !_isAttributed);
            _isAttributed = true;
            return true;
        }
    }

    /// <summary>Gives the accounts what has come and gone since the last time.</summary>
    public void Fold()
    {
        lock (Gate)
        {
            if (!_isClosed)
            {
                _protocol.Fold();
            }
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Close()
    {
        lock (Gate)
        {
            Top.Reader.CountUnread();
            if (Bottom != Top)
            {
                Bottom.Reader.CountUnread();
            }

            _protocol.Close();
            _isClosed = true;
        }
    }

    public WireConnectionUsage ToUsage() => new(
        _id, _remote, _protocol is Http2Bytes, Bottom != Top, !_isClosed, Bottom.Reader.Consumed, Bottom.Writer.Written, TlsUp, TlsDown);

    private void Sniff(WireLayer layer) => layer.Reader.Observer = new Http2Preface(this);
}
