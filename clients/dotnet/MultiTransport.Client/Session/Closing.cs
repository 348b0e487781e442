using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The end by the application: what is not acknowledged goes once more with a close, and a second later everything is over (PROTOCOL.md, section 13.7).</summary>
internal sealed class Closing : ICarrierOwner
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(900);

    private readonly SessionCore _core;
    private readonly SessionClosed _closed;
    private PostCarrier? _carrier;

    private Closing(SessionCore core, string reason)
    {
        _core = core;
        _closed = new SessionClosed(CloseCode.ClosedByClient.Name(), (int)CloseCode.ClosedByClient, reason);
    }

    /// <summary>Begins to close; the session is over when this client's tasks say so.</summary>
    public static Closing Begin(SessionCore core, string reason)
    {
        var closing = new Closing(core, reason);
        closing.Begin(reason);
        return closing;
    }

    public void Drop() => _carrier?.Drop();

    void ICarrierOwner.Attached(AttachedFrame frame) => _core.Attached(frame);

    void ICarrierOwner.Ping(ReadOnlySpan<byte> payload)
    {
    }

    void ICarrierOwner.Pong(ReadOnlySpan<byte> payload)
    {
    }

    void ICarrierOwner.Delivered()
    {
    }

    private void Begin(string reason)
    {
        if (!_core.Life.HasSession)
        {
            _core.Life.Over(_closed);
            return;
        }

        _core.Alarms.After(Longest, End);
        if (_core.Board.Active is WebSocketAttachment { CarriesUp: true } socket)
        {
            socket.Owner = new Last(this);
            socket.Farewell = reason;
            return;
        }

        var batch = _core.Uplink.Compose(AttachMode.Send, TimeSpan.Zero, messages: _core.MayPost, end: reason);
        var reader = new CarrierReader(batch.Nonce, _core.Downstream, this);
        _carrier = new PostCarrier(_core.Turn, _core.Http, _core.Time, "close", batch.Body, new BinaryDecoder(), reader) { Ended = _ => End() };
        _carrier.Start();
    }

    private void End() => _core.Life.Over(_closed);

    /// <summary>Watches the WebSocket that bears the close.</summary>
    private sealed class Last(Closing closing) : IAttachmentOwner
    {
        public void Opened(Attachment attachment)
        {
        }

        public void Attached(Attachment attachment, AttachedFrame frame)
        {
        }

        public void Pinged(Attachment attachment, ReadOnlySpan<byte> payload)
        {
        }

        public void Ended(Attachment attachment, CarrierEnd end) => closing.End();
    }
}
