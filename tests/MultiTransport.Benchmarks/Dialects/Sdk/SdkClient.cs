using System.Text;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>The SDK's protocol from clients/PROTOCOL.md alone: negotiate, then what a transport adds.</summary>
internal abstract class SdkClient(ClientSetup setup, int number, string dialect) : EchoClient(setup, number, dialect)
{
    protected const int Complete = 4000;
    protected const int Stale = 4101;

    private SdkSession? _session;

    protected FrameWriter Frames { get; } = new();

    protected SdkCarrier Downstream { get; } = new(2 * number);

    protected SdkSession Session => _session!;

    public override void Open()
    {
        ClientSocket? connection = null;
        connection = Connect(new HttpResponses((head, body) =>
        {
            if (head.Status != 200)
            {
                throw Fault($"negotiate was answered {head.Status} {Encoding.UTF8.GetString(body)}");
            }

            _session = new SdkSession(body, Setup.AckEach);
            Attach(connection!);
        }));
        connection.Send(new RequestWriter("POST", Target.Path + "/negotiate").Write("{\"version\":1}"u8));
    }

    /// <summary>Goes on over the connection that negotiated.</summary>
    protected abstract void Attach(ClientSocket connection);

    /// <summary>Appends the message as the next numbered frame, behind an ack where one is due.</summary>
    protected ReadOnlySpan<byte> Message(FrameWriter frames, ReadOnlySpan<byte> text)
    {
        if (!Session.HasRoom)
        {
            throw Fault($"the upstream window is full: {Session.Sent} sent, {Session.Acked} acked");
        }

        if (Session.AckIsDue)
        {
            frames.Ack(Session.TakeAck());
        }

        Session.OnSent();
        return frames.Frame(FrameType.Text, text).Bytes;
    }

    protected void Read(SdkCarrier carrier, ReadOnlySpan<byte> frames, ref SdkBatch batch)
    {
        while (frames.Length > 0)
        {
            var length = (int)Varint.Read(ref frames);
            Read(carrier, frames[0], frames[1..length], ref batch);
            frames = frames[length..];
        }
    }

    protected void Read(SdkCarrier carrier, byte type, ReadOnlySpan<byte> payload, ref SdkBatch batch)
    {
        if (type == FrameType.Attached)
        {
            OnAttached(carrier, payload);
            return;
        }

        if (!carrier.IsAttached && type != FrameType.Close)
        {
            throw Fault($"frame '{(char)type}' stands before attached");
        }

        switch (type)
        {
            case FrameType.Text:
                OnText(carrier, payload, ref batch);
                break;
            case FrameType.Ack:
                Session.OnAck(Varint.Read(ref payload));
                break;
            case FrameType.Ping:
                batch.HasPing = true;
                batch.Ping = payload;
                break;
            case FrameType.Pong:
                break;
            case FrameType.Close:
                batch.CloseCode = Varint.Read(ref payload);
                break;
            default:
                throw Fault($"frame '{(char)type}' with {payload.Length} bytes");
        }
    }

    private void OnAttached(SdkCarrier carrier, ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith(carrier.Nonce))
        {
            throw Fault("attached answers another nonce");
        }

        payload = payload[carrier.Nonce.Length..];
        _ = Varint.Read(ref payload); // connection
        payload = payload[1..]; // active
        _ = Varint.Read(ref payload); // received
        Session.OnAck(Varint.Read(ref payload));
        carrier.OnAttached(Varint.Read(ref payload));
    }

    private void OnText(SdkCarrier carrier, ReadOnlySpan<byte> text, ref SdkBatch batch)
    {
        var count = carrier.Count();
        if (count <= Session.Received)
        {
            return; // a repetition
        }

        if (count > Session.Received + 1 || batch.HasText)
        {
            throw Fault($"message {count} came after {Session.Received}");
        }

        Session.OnReceived();
        batch.HasText = true;
        batch.Text = text;
    }
}
