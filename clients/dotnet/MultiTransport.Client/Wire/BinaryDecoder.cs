using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Frames as they are (PROTOCOL.md, section 3): WebSocket messages, polls, posts and <c>stream</c>.</summary>
internal sealed class BinaryDecoder : IFrameDecoder
{
    private ArrayBufferWriter<byte>? _rest;

    public bool IsBetweenFrames => _rest is not { WrittenCount: > 0 };

    public void Feed(ReadOnlySpan<byte> bytes, CarrierReader reader)
    {
        if (_rest is not { WrittenCount: > 0 })
        {
            Keep(Walk(bytes, reader));
            return;
        }

        _rest.Write(bytes);
        var left = Walk(_rest.WrittenSpan, reader).Length;
        if (left == 0)
        {
            _rest.ResetWrittenCount();
        }
        else if (left < _rest.WrittenCount)
        {
            var tail = _rest.WrittenSpan[^left..].ToArray();
            _rest.ResetWrittenCount();
            _rest.Write(tail);
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            (_rest ??= new ArrayBufferWriter<byte>()).Write(rest);
        }
    }

    /// <summary>Hands over what is whole and returns the rest.</summary>
    private static ReadOnlySpan<byte> Walk(ReadOnlySpan<byte> bytes, CarrierReader reader)
    {
        while (!bytes.IsEmpty)
        {
            if (!Varint.TryRead(bytes, out var length, out var prefix))
            {
                if (bytes.Length < Varint.MaxLength)
                {
                    return bytes;
                }

                reader.Malformed();
                return default;
            }

            if (length is < 1 or > FrameReader.MaxFrameLength)
            {
                reader.Malformed();
                return default;
            }

            if (length > bytes.Length - prefix)
            {
                return bytes;
            }

            if (!reader.Take(bytes[prefix], bytes.Slice(prefix + 1, (int)length - 1)))
            {
                return default;
            }

            bytes = bytes[(prefix + (int)length)..];
        }

        return default;
    }
}
