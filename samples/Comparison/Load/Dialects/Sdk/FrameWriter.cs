namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>Frames of one WebSocket message or one request body.</summary>
internal sealed class FrameWriter
{
    private const int MaxFramePayload = 32 * 1024;
    private const int MaxHeader = 9;

    private readonly byte[] _payload = new byte[128];
    private byte[] _buffer = new byte[512];
    private int _count;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _count);

    public int Length => _count;

    public FrameWriter Start()
    {
        _count = 0;
        return this;
    }

    public FrameWriter Frame(byte type, ReadOnlySpan<byte> payload)
    {
        var needed = _count + payload.Length + MaxHeader;
        if (_buffer.Length < needed)
        {
            Array.Resize(ref _buffer, needed * 2);
        }

        _count += Varint.Write(_buffer.AsSpan(_count), payload.Length + 1);
        _buffer[_count++] = type;
        payload.CopyTo(_buffer.AsSpan(_count));
        _count += payload.Length;
        return this;
    }

    /// <summary>One message, in pieces where it is over 32 KiB.</summary>
    public FrameWriter Message(byte type, ReadOnlySpan<byte> payload)
    {
        while (payload.Length > MaxFramePayload)
        {
            Frame(FrameType.Fragment, payload[..MaxFramePayload]);
            payload = payload[MaxFramePayload..];
        }

        return Frame(type, payload);
    }

    public FrameWriter Ack(long number) => Frame(FrameType.Ack, _payload.AsSpan(0, Varint.Write(_payload, number)));

    public FrameWriter Close(long code) => Frame(FrameType.Close, _payload.AsSpan(0, Varint.Write(_payload, code)));

    public FrameWriter Attach(SdkSession session, AttachMode mode, ReadOnlySpan<byte> nonce, int hold = 0)
    {
        var payload = _payload.AsSpan();
        payload[0] = 1; // version
        payload[1] = (byte)mode;
        session.Id.CopyTo(payload[2..]);
        session.Secret.CopyTo(payload[18..]);
        nonce.CopyTo(payload[34..]);
        var at = 42;
        at += Varint.Write(payload[at..], session.NextAttempt());
        at += Varint.Write(payload[at..], session.Received);
        at += Varint.Write(payload[at..], session.Outbox.Known);
        at += Varint.Write(payload[at..], session.Outbox.Acked);
        at += Varint.Write(payload[at..], hold);
        return Frame(FrameType.Attach, payload[..at]);
    }
}
