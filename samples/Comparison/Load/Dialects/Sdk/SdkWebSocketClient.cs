namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.1.</summary>
internal sealed class SdkWebSocketClient : SdkClient
{
    private readonly byte[] _upgrade;
    private readonly SdkReader _reader;
    private ClientSocket? _connection;
    private WebSocketStream? _stream;
    private bool _isAttached;

    public SdkWebSocketClient(ClientSetup setup, int number)
        : base(setup, number, "sdk websocket")
    {
        _upgrade = setup.Get(setup.Path + "/ws", RequestKind.WebSocket, "Sec-WebSocket-Protocol: multitransport.v1\r\n");
        _reader = new SdkReader(() => Session, Deliver, CountLost, Fault);
    }

    public override bool UpstreamIsAnswered => false;

    protected override void Attach(ClientSocket connection)
    {
        _isAttached = false;
        _connection = connection;
        _stream = new WebSocketStream(Setup.Traffic, OnUpgraded, OnFrame) { Closed = Setup.Resumes ? (code, _) => OnClosed(code) : null };
        connection.Receiver = _stream;
        connection.SendHead(_upgrade);
    }

    protected override void Flush()
    {
        // A write that finds the connection gone attaches anew, and is then no longer attached here.
        while (_isAttached && Session.Outbox.MayWrite)
        {
            Frames.Start();
            if (Session.AckIsDue)
            {
                Frames.Ack(Session.TakeAck());
            }

            while (Session.Outbox.TryWrite(Frames, Session.MaxBody))
            {
            }

            Write(Frames.Bytes);
        }
    }

    protected override void Ping() => Write(Frames.Start().Frame(FrameType.Ping, default).Bytes);

    protected override void OnDead()
    {
        _connection!.Dispose();
        if (Setup.Resumes)
        {
            OnLost();
        }
    }

    private void OnUpgraded() => Write(Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew()).Bytes);

    private void OnFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode != WebSocketStream.Binary)
        {
            throw Fault($"a WebSocket frame of type {opcode}");
        }

        OnAlive();
        var batch = default(SdkBatch);
        _reader.Read(Downstream, payload, ref batch, delivers: true);
        if (batch.CloseCode != 0)
        {
            if (!Setup.Resumes)
            {
                OnClosed(batch.CloseCode);
            }

            return; // the WebSocket's own close follows
        }

        if (!_isAttached)
        {
            _isAttached = true;
            OnAttached();
        }

        if (batch.HasPing)
        {
            Pings++;
            Frames.Start().Frame(FrameType.Pong, batch.Ping);
            Write(Session.AckIsOpen ? Frames.Ack(Session.TakeAck()).Bytes : Frames.Bytes);
        }
        else if (Session.AckIsDue && !Session.Outbox.MayWrite)
        {
            Write(Frames.Start().Ack(Session.TakeAck()).Bytes);
        }

        Flush();
    }

    private void Write(ReadOnlySpan<byte> frames) => _connection!.Send(_stream!.Write(WebSocketStream.Binary, frames));
}
