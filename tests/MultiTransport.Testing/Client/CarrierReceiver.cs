namespace MultiTransport.Testing;

/// <summary>What one carrier brings down, from its <c>attached</c> to its <c>close</c>.</summary>
internal sealed class CarrierReceiver(ProtocolClient client, string transport, WireAttach attach)
{
    private readonly TaskCompletionSource<WireAttached> attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource active = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource proven = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> pieces = [];
    private WireAttached? latest;
    private long position;
    private int pings;

    public WireAttach Attach { get; } = attach;

    public Task<WireAttached> Attached => attached.Task;

    /// <summary>Completes when the connection is active.</summary>
    public Task Active => active.Task;

    /// <summary>Completes at a pong, or at the pings that count as proof.</summary>
    public Task Proven => proven.Task;

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

        if (latest is null || frame.Type == WireFrameType.Attached)
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
                pieces.AddRange(frame.Payload);
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
                position = gap.To;
                client.Inbox.Gap(gap, transport);
                break;
            case WireFrameType.Ping:
                pings++;
                Pinged?.Invoke(frame.Payload);
                if (pings >= client.Options.ProofPings)
                {
                    proven.TrySetResult();
                }

                break;
            case WireFrameType.Pong:
                proven.TrySetResult();
                break;
            case WireFrameType.Close:
                Close = WireClose.Parse(frame);
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
        client.Attached(came, Attach, transport, again: latest is not null);
        latest = came;
        if (came.Active)
        {
            position = came.Position;
            pieces.Clear();
        }

        attached.TrySetResult(came);
        if (came.Active)
        {
            active.TrySetResult();
        }
    }

    private void Judge(WireAttached came)
    {
        var right = Attach.Mode switch
        {
            WireAttachMode.Send => came.Connection == 0 && !came.Active,
            WireAttachMode.Take => came.Connection > 0 && came.Active,
            _ => came.Connection > 0 && (latest is null ? !came.Active : came.Active && came.Connection == latest.Connection),
        };
        if (!right)
        {
            client.Violation($"{transport}: {Attach.Mode} was answered with {came}");
        }
    }

    private void Numbered(WireFrame frame)
    {
        if (latest is not { Active: true })
        {
            throw new WireFormatException("frame-malformed", $"{transport}: numbered {frame} on a connection that is not active");
        }

        byte[] payload = [.. pieces, .. frame.Payload];
        pieces.Clear();
        client.Inbox.Take(++position, frame.Type, payload, transport);
    }
}
