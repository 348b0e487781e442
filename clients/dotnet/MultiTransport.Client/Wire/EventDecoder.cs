using System.Buffers;
using System.Buffers.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Frames as server-sent events (PROTOCOL.md, section 3.1).</summary>
internal sealed class EventDecoder : IFrameDecoder
{
    /// <summary>A frame in base64, or a text whose every byte is a line end with its <c>data:</c>.</summary>
    private const int MaxEvent = 8 * FrameReader.MaxFrameLength;

    /// <summary>What stands before a topic message's body has eight fields of 255 bytes at most, in base64.</summary>
    private const int MaxHead = 4096;

    private const byte Lf = (byte)'\n';

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _event = new();
    private bool _begun;

    public bool IsBetweenFrames => _line.WrittenCount == 0 && !_begun;

    public void Feed(ReadOnlySpan<byte> bytes, CarrierReader reader)
    {
        while (!bytes.IsEmpty && reader.End is null)
        {
            var end = bytes.IndexOf(Lf);
            var piece = end < 0 ? bytes : bytes[..end];
            if (_line.WrittenCount + piece.Length > MaxEvent || _event.WrittenCount > MaxEvent)
            {
                reader.Malformed();
                return;
            }

            if (end < 0)
            {
                _line.Write(piece);
                return;
            }

            if (_line.WrittenCount == 0)
            {
                Line(piece, reader);
            }
            else
            {
                _line.Write(piece);
                Line(_line.WrittenSpan, reader);
                _line.ResetWrittenCount();
            }

            bytes = bytes[(end + 1)..];
        }
    }

    private void Line(ReadOnlySpan<byte> line, CarrierReader reader)
    {
        line = line.EndsWith("\r"u8) ? line[..^1] : line; // the text itself never has one in this form
        if (line.IsEmpty)
        {
            End(reader);
        }
        else if (line.StartsWith("data:"u8))
        {
            if (_begun)
            {
                _event.Write("\n"u8);
            }

            _begun = true;
            _event.Write(line["data:".Length..]);
        }
        else if (!reader.IsOurs && line[0] != (byte)':')
        {
            reader.Malformed(); // an html page, say
        }
    }

    private void End(CarrierReader reader)
    {
        if (!_begun)
        {
            return;
        }

        _begun = false;
        var data = _event.WrittenSpan;
        if (data.StartsWith("t"u8) && data.Length <= MessageFrames.MaxPiece + 1)
        {
            reader.Take(FrameType.Text, data[1..]);
        }
        else if (data.StartsWith("="u8))
        {
            Encoded(data[1..], reader);
        }
        else if (data.StartsWith("m"u8))
        {
            TopicMessage(data[1..], reader);
        }
        else
        {
            reader.Malformed();
        }

        _event.ResetWrittenCount();
    }

    /// <summary>What stands before the body in base64, a comma, the body as it is.</summary>
    private static void TopicMessage(ReadOnlySpan<byte> data, CarrierReader reader)
    {
        var comma = data.IndexOfAny((byte)',', Lf); // a decoder of base64 passes over line ends
        var body = data[(comma + 1)..];
        if (comma <= 0 || data[comma] == Lf || comma > MaxHead || body.Length > MessageFrames.MaxPiece)
        {
            reader.Malformed();
            return;
        }

        var payload = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(comma) + body.Length);
        if (Base64.DecodeFromUtf8(data[..comma], payload, out _, out var length) == OperationStatus.Done && length >= 1 && length + body.Length <= MessageFrames.MaxPiece)
        {
            body.CopyTo(payload.AsSpan(length));
            reader.Take(FrameType.TopicMessage, payload.AsSpan(0, length + body.Length));
        }
        else
        {
            reader.Malformed();
        }

        ArrayPool<byte>.Shared.Return(payload);
    }

    private static void Encoded(ReadOnlySpan<byte> text, CarrierReader reader)
    {
        var frame = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (!text.Contains(Lf) && Base64.DecodeFromUtf8(text, frame, out _, out var length) == OperationStatus.Done && length is >= 1 and <= FrameReader.MaxFrameLength)
        {
            reader.Take(frame[0], frame.AsSpan(1, length - 1));
        }
        else
        {
            reader.Malformed();
        }

        ArrayPool<byte>.Shared.Return(frame);
    }
}
