namespace MultiTransport.AspNetCore.Wire;

/// <summary>
/// HTTP/1.1: one request at a time, so everything from the end of the last response to the end of this one is this request's. An upgraded connection is
/// one request that lasts. Requests that nobody begins, of other parts of the application, are what lies between: unattributed.
/// </summary>
internal sealed class Http1Bytes(WireConnection connection) : WireProtocol(connection)
{
    private readonly ResponseHead _head = new();
    private WireAccount? _owner;
    private WireAccount? _last;
    private bool _hasRequest;
    private long _up;
    private long _down;
    private long _tlsUp;
    private long _tlsDown;
    private long _headersUp;
    private long _headersDown;

    private CountingReader Reader => Connection.Top.Reader;

    private CountingWriter Writer => Connection.Top.Writer;

    /// <summary>A request has been read up to the end of its head.</summary>
    public void Begin()
    {
        if (_hasRequest)
        {
            Settle();
        }

        // The server reads no request before it has written the last answer: what came in after that is this one's head.
        Skip();
        _hasRequest = true;
        _headersUp = Reader.Consumed - _up;
        _headersDown = _head.Count;
        _head.Restart();
        Writer.Observe(_head);
    }

    /// <summary>The response has been written, its last chunk included.</summary>
    public void Settle()
    {
        FoldTo(_owner ?? Connection.Unattributed);
        _owner?.Leave(Connection);
        _last = _owner;
        _owner = null;
        _hasRequest = false;
    }

    public override bool TryAttribute(int stream, WireAccount account)
    {
        if (!_hasRequest || _owner is not null)
        {
            return false;
        }

        _owner = account;
        account.Join(Connection);
        return true;
    }

    public override void Fold()
    {
        if (_owner is not null)
        {
            FoldTo(_owner);
        }
    }

    public override void Close()
    {
        if (_hasRequest)
        {
            Settle();
        }

        // Where no other answer was written since, what is left is the last request's: TLS's farewell, a body that nobody read.
        FoldTo(_last is not null && Writer.Written == _down ? _last : Connection.Unattributed);
    }

    /// <summary>Leaves out what is not the coming request's.</summary>
    private void Skip()
    {
        var (up, down) = (Math.Max(0, Writer.ConsumedBefore - _up), Writer.Written - _down);
        if (up == 0 && down == 0)
        {
            return;
        }

        var tlsUp = up > 0 && Connection.Top != Connection.Bottom ? Writer.ReceivedBefore - Writer.ConsumedBefore - _tlsUp : 0;
        var tlsDown = Connection.TlsDown - _tlsDown;
        Connection.Unattributed.Add(new WireBytes(up + tlsUp, tlsUp, 0, 0, 0), new WireBytes(down + tlsDown, tlsDown, 0, 0, 0));
        (_up, _down) = (_up + up, _down + down);
        (_tlsUp, _tlsDown) = (_tlsUp + tlsUp, _tlsDown + tlsDown);
    }

    private void FoldTo(WireAccount account)
    {
        var (up, down) = (Reader.Consumed - _up, Writer.Written - _down);
        var (tlsUp, tlsDown) = (Connection.TlsUp - _tlsUp, Connection.TlsDown - _tlsDown);
        var headersDown = _head.Count - _headersDown;
        account.Add(new WireBytes(up + tlsUp, tlsUp, _headersUp, 0, 0), new WireBytes(down + tlsDown, tlsDown, headersDown, 0, 0));
        (_up, _down, _tlsUp, _tlsDown) = (_up + up, _down + down, _tlsUp + tlsUp, _tlsDown + tlsDown);
        (_headersUp, _headersDown) = (0, _headersDown + headersDown);
    }
}
