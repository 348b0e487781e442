using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// Makes sense of the frames of one downstream carrier: that it is ours, where it stands, what is new on it and how it ends (PROTOCOL.md, sections 3 to 5).
/// </summary>
internal sealed class CarrierReader(ulong nonce, IDownstream downstream, ICarrierOwner owner, bool closeMayBeFirst = false)
{
    /// <summary>The most bytes that the pieces of one message may have together.</summary>
    private const int MaxMessage = 64 * 1024 * 1024;

    private ArrayBufferWriter<byte>? _pieces;
    private bool _active;
    private long _position;

    /// <summary>Whether an <c>attached</c> with our nonce came: this is our server.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>How it ended, once it has.</summary>
    public CarrierEnd? End { get; private set; }

    /// <summary>Takes the next frame; false once the carrier is over.</summary>
    public bool Take(byte type, ReadOnlySpan<byte> payload)
    {
        if (End is not null)
        {
            return false;
        }

        if (!IsOurs)
        {
            First(type, payload);
        }
        else if (FrameType.IsNumbered(type))
        {
            Numbered(type, payload);
        }
        else
        {
            Control(type, payload);
        }

        return End is null;
    }

    /// <summary>Bytes came that are no frames.</summary>
    public void Malformed() => End ??= IsOurs ? Broken(CloseCode.FrameMalformed, "bytes that are no frame") : CarrierEnd.NotOurs("The answer is not made of frames.");

    private void First(byte type, ReadOnlySpan<byte> payload)
    {
        if (type == FrameType.Attached && AttachedFrame.TryParse(payload, out var frame) && frame.Nonce == nonce)
        {
            IsOurs = true;
            Attached(frame);
        }
        else if (type == FrameType.Close && closeMayBeFirst && NumberAndText.TryParse(payload, out var code, out var reason))
        {
            End = CarrierEnd.Closed(code, reason);
        }
        else
        {
            End = CarrierEnd.NotOurs("The first frame is not the answer to this attach.");
        }
    }

    private void Attached(AttachedFrame frame)
    {
        _active = frame.Active;
        _position = frame.Position;
        _pieces?.ResetWrittenCount();
        if (_active && _position > downstream.Received)
        {
            End = Broken(CloseCode.PositionAhead, $"it starts after {_position}, and {downstream.Received} is the last that came");
            return;
        }

        owner.Attached(frame);
    }

    private void Numbered(byte type, ReadOnlySpan<byte> payload)
    {
        var number = ++_position;
        if (!_active || number > downstream.Received + 1)
        {
            End = Broken(CloseCode.PositionAhead, $"number {number} came after {downstream.Received}");
            return;
        }

        if (_pieces is { WrittenCount: > 0 } pieces)
        {
            pieces.Write(payload);
            payload = pieces.WrittenSpan;
        }

        if (number == downstream.Received + 1)
        {
            downstream.Message(type, payload);
            owner.Delivered();
        }

        _pieces?.ResetWrittenCount();
    }

    private void Control(byte type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Fragment when (_pieces?.WrittenCount ?? 0) + payload.Length <= MaxMessage:
                (_pieces ??= new ArrayBufferWriter<byte>()).Write(payload);
                break;
            case FrameType.Ack when Varint.TryRead(payload, out var acked, out _):
                if (!downstream.Ack(acked))
                {
                    End = Broken(CloseCode.PositionInvalid, $"an ack of {acked}, which was never sent");
                }

                break;
            case FrameType.Fail when NumberAndText.TryParse(payload, out var failed, out var code):
                downstream.Fail(failed, code);
                break;
            case FrameType.Gap when TryReadGap(payload, out var from, out var to):
                Gap(from, to);
                break;
            case FrameType.Ping:
                owner.Ping(payload);
                break;
            case FrameType.Pong:
                owner.Pong(payload);
                break;
            case FrameType.Attached when AttachedFrame.TryParse(payload, out var frame) && frame.Nonce == nonce:
                Attached(frame);
                break;
            case FrameType.Close when NumberAndText.TryParse(payload, out var number, out var reason):
                End = CarrierEnd.Closed(number, reason);
                break;
            case >= 0x80 and <= 0xBF:
                break; // optional, and not known here
            case FrameType.Fragment or FrameType.Ack or FrameType.Fail or FrameType.Gap or FrameType.Attached or FrameType.Close:
                End = Broken(CloseCode.FrameMalformed, $"a broken frame of type 0x{type:X2}");
                break;
            default:
                End = Broken(CloseCode.FrameUnknown, $"a frame of type 0x{type:X2}");
                break;
        }
    }

    private void Gap(long from, long to)
    {
        if (!_active || from != _position + 1)
        {
            End = Broken(CloseCode.PositionAhead, $"a gap from {from} came after {_position}");
            return;
        }

        _position = to;
        _pieces?.ResetWrittenCount();
        downstream.Gap(from, to);
    }

    private static bool TryReadGap(ReadOnlySpan<byte> payload, out long from, out long to)
    {
        to = 0;
        return Varint.TryRead(payload, out from, out var length) && Varint.TryRead(payload[length..], out to, out _) && from >= 1 && from <= to;
    }

    private static CarrierEnd Broken(CloseCode code, string detail) => CarrierEnd.Broken(code, $"The server broke the protocol: {detail}.");
}
