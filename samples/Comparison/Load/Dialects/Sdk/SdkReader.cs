namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>Reads the frames of a carrier downstream: keeps the books, and hands messages over.</summary>
internal sealed class SdkReader(Func<SdkSession> session, PieceHandler deliver, Action<long> lost, Func<string, LoadException> fault)
{
    /// <summary>Reads frames that stand one after another.</summary>
    public void Read(SdkCarrier carrier, ReadOnlySpan<byte> frames, ref SdkBatch batch, bool delivers)
    {
        while (frames.Length > 0)
        {
            var length = (int)Varint.Read(ref frames);
            Read(carrier, frames[0], frames[1..length], ref batch, delivers);
            frames = frames[length..];
        }
    }

    public void Read(SdkCarrier carrier, byte type, ReadOnlySpan<byte> payload, ref SdkBatch batch, bool delivers)
    {
        if (type == FrameType.Attached)
        {
            OnAttached(carrier, payload);
            return;
        }

        if (!carrier.IsAttached && type != FrameType.Close)
        {
            throw fault($"frame '{(char)type}' stands before attached");
        }

        switch (type)
        {
            case FrameType.Text or FrameType.Binary:
                OnMessage(carrier, payload, ref batch, delivers);
                break;
            case FrameType.Fragment:
                if (delivers)
                {
                    carrier.AddPiece(payload);
                }

                break;
            case FrameType.Ack:
                session().Outbox.OnAck(Varint.Read(ref payload));
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
            case FrameType.Gap:
                OnGap(carrier, payload);
                break;
            case FrameType.Fail:
                lost(1);
                break;
            default:
                throw fault($"frame '{(char)type}' with {payload.Length} bytes");
        }
    }

    /// <summary>Hands over the messages of frames that were read without: those after <paramref name="repetitions"/>.</summary>
    public void Deliver(SdkCarrier carrier, ReadOnlySpan<byte> frames, int repetitions)
    {
        while (frames.Length > 0)
        {
            var length = (int)Varint.Read(ref frames);
            var payload = frames[1..length];
            switch (frames[0])
            {
                case FrameType.Fragment:
                    carrier.AddPiece(payload);
                    break;
                case FrameType.Text or FrameType.Binary:
                    var message = carrier.Join(payload);
                    if (repetitions-- <= 0)
                    {
                        deliver(message);
                    }

                    break;
            }

            frames = frames[length..];
        }
    }

    private void OnAttached(SdkCarrier carrier, ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith(carrier.Nonce))
        {
            throw fault("attached answers another nonce");
        }

        payload = payload[carrier.Nonce.Length..];
        _ = Varint.Read(ref payload); // connection
        payload = payload[1..]; // active
        session().Outbox.OnKnown(Varint.Read(ref payload));
        session().Outbox.OnAck(Varint.Read(ref payload));
        carrier.OnAttached(Varint.Read(ref payload));
    }

    private void OnMessage(SdkCarrier carrier, ReadOnlySpan<byte> payload, ref SdkBatch batch, bool delivers)
    {
        var books = session();
        var count = carrier.Count();
        batch.Messages++;
        if (count <= books.Received)
        {
            batch.Repetitions++;
            _ = delivers ? carrier.Join(payload) : default;
            return;
        }

        if (count > books.Received + 1)
        {
            throw fault($"message {count} came after {books.Received}");
        }

        books.OnReceived(count);
        if (delivers)
        {
            deliver(carrier.Join(payload));
        }
    }

    private void OnGap(SdkCarrier carrier, ReadOnlySpan<byte> payload)
    {
        var from = Varint.Read(ref payload);
        var to = Varint.Read(ref payload);
        lost(Math.Max(0, to - Math.Max(from - 1, session().Received)));
        carrier.SkipTo(to);
        session().OnReceived(Math.Max(session().Received, to));
    }
}
