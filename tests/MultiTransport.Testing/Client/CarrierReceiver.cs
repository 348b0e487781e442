namespace MultiTransport.Testing;

/// <summary>What one carrier brings down, from its <c>attached</c> to its <c>close</c>.</summary>
internal sealed class CarrierReceiver(ProtocolClient client, string transport, WireAttach attach)
{
    private readonly TaskCompletionSource<WireAttached> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _active = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _proven = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _pieces = [];
    private WireAttached? _latest;
    private long _position;
    private int _pings;
    private bool _unattached;

    public WireAttach Attach { get; } = attach;

    public Task<WireAttached> Attached => _attached.Task;

    /// <summary>Completes when the connection is active.</summary>
    public Task Active => _active.Task;

    /// <summary>Completes at a pong, or at the pings that count as proof.</summary>
    public Task Proven => _proven.Task;

    public WireClose? Close { get; private set; }

    /// <summary>Told of each ping.</summary>
    public Action<byte[]>? Pinged { get; init; }

    public void Process(WireFrame frame)
    {
        if (Close is not null)
        {
            client.Violation($"{transport}: {frame} after close");
            return;
        }

        if (_latest is null && frame.Type == WireFrameType.Close)
        {
            // How a WebSocket's attach is refused.
            Close = WireClose.Parse(frame);
            return;
        }

        if (_latest is null || frame.Type == WireFrameType.Attached)
        {
            Begin(frame);
            return;
        }

        if (frame.IsNumbered)
        {
            Numbered(frame);
            return;
        }

        switch (frame.Type)
        {
            case WireFrameType.Fragment:
                _pieces.AddRange(frame.Payload);
                break;
            case WireFrameType.Ack:
                client.Acked(WireNumber.Parse(frame), transport);
                break;
            case WireFrameType.Fail:
                var fail = WireFail.Parse(frame);
                client.Outbox.Fail(fail.Number, fail.Code);
                break;
            case WireFrameType.Gap:
                var gap = WireGap.Parse(frame);
                _position = gap.To;
                client.Inbox.Gap(gap, transport);
                break;
            case WireFrameType.Ping:
                _pings++;
                Pinged?.Invoke(frame.Payload);
                if (_pings >= client.Options.ProofPings)
                {
                    _proven.TrySetResult();
                }

                break;
            case WireFrameType.Pong:
                _proven.TrySetResult();
                break;
            case WireFrameType.Close:
                Close = WireClose.Parse(frame);
                if (_unattached && Close.Action == WireAction.Resume && Close.Code is not (4100 or 4101))
                {
                    client.Violation($"{transport}: {Attach.Mode} was answered with {_latest} and then {Close}");
                }

                break;
            default:
                if (!WireFrameType.IsOptional(frame.Type))
                {
                    throw new WireFormatException("frame-unknown", $"{transport}: {frame} came down");
                }

                break;
        }
    }

    private void Begin(WireFrame frame)
    {
        // On a WebSocket an attach that is refused is answered with a close alone (section 7).
        if (frame.Type == WireFrameType.Close && transport == TransportName.WebSocket)
        {
            Close = WireClose.Parse(frame);
            return;
        }

        if (frame.Type != WireFrameType.Attached)
        {
            throw new StrangerException($"{transport}: the first frame is {frame}");
        }

        var came = WireAttached.Parse(frame);
        if (!came.Nonce.AsSpan().SequenceEqual(Attach.Nonce))
        {
            throw new StrangerException($"{transport}: attached has another nonce");
        }

        Judge(came);
        client.Attached(came, Attach, transport, again: _latest is not null);
        _latest = came;
        if (came.Active)
        {
            _position = came.Position;
            _pieces.Clear();
        }

        _attached.TrySetResult(came);
        if (came.Active)
        {
            _active.TrySetResult();
        }
    }

    private void Judge(WireAttached came)
    {
        // A late attach gets no connection, and a take or a promote may be overtaken before it is answered; the close must then say so.
        var wantsActive = Attach.Mode == WireAttachMode.Take || (Attach.Mode == WireAttachMode.Probe && (_latest is not null || came.Connection == 0));
        _unattached = wantsActive && !came.Active;
        if (_unattached)
        {
            return;
        }

        var right = Attach.Mode switch
        {
            WireAttachMode.Send => came.Connection == 0 && !came.Active,
            WireAttachMode.Take => came.Connection > 0 && came.Active,
            _ => came.Connection > 0 && (_latest is null ? !came.Active : came.Active && came.Connection == _latest.Connection),
        };
        if (!right)
        {
            client.Violation($"{transport}: {Attach.Mode} was answered with {came}");
        }
    }

    private void Numbered(WireFrame frame)
    {
        if (_latest is not { Active: true })
        {
            throw new WireFormatException("frame-malformed", $"{transport}: numbered {frame} on a connection that is not active");
        }

        byte[] payload = [.. _pieces, .. frame.Payload];
        _pieces.Clear();
        client.Inbox.Take(++_position, frame.Type, payload, transport);
    }
}
