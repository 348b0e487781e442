using System.Numerics;

namespace MultiTransport.Protocol;

/// <summary>The payload of a topic message: which topic, which number, its fields, its body (PROTOCOL.md, section 14.3).</summary>
public readonly ref struct TopicMessagePayload
{
    /// <summary>The most bytes that stand before the body, of those that this version writes.</summary>
    public const int MaxHead = (2 * Varint.MaxLength) + 2 + (2 * (2 + TopicFields.MaxLength));

    /// <summary>Names the topic.</summary>
    public long Index { get; private init; }

    /// <summary>The message's number in the topic.</summary>
    public long Position { get; private init; }

    /// <summary>What it is about, in UTF-8; empty for nothing.</summary>
    public ReadOnlySpan<byte> Key { get; private init; }

    /// <summary>Who published, in UTF-8; empty where that is not told.</summary>
    public ReadOnlySpan<byte> Publisher { get; private init; }

    /// <summary><see cref="FrameType.Text"/> or <see cref="FrameType.Binary"/>.</summary>
    public byte Kind { get; private init; }

    /// <summary>How many bytes stand before the body.</summary>
    public int HeadLength { get; private init; }

    /// <summary>What was published.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Reads a payload; fields of later versions are skipped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out TopicMessagePayload message)
    {
        message = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadVarint(out var index) || !reader.TryReadVarint(out var position) || !reader.TryReadByte(out var fields))
        {
            return false;
        }

        ReadOnlySpan<byte> key = default, publisher = default;
        for (var rest = fields; rest != 0; rest &= (byte)(rest - 1))
        {
            if (!reader.TryReadBytes(out var value))
            {
                return false;
            }

            switch (1 << BitOperations.TrailingZeroCount(rest))
            {
                case TopicFields.Key:
                    key = value;
                    break;
                case TopicFields.Publisher:
                    publisher = value;
                    break;
            }
        }

        if (!reader.TryReadByte(out var kind) || kind is not (FrameType.Text or FrameType.Binary))
        {
            return false;
        }

        message = new TopicMessagePayload
        {
            Index = index,
            Position = position,
            Key = key,
            Publisher = publisher,
            Kind = kind,
            HeadLength = payload.Length - reader.Rest.Length,
            Body = reader.Rest,
        };
        return true;
    }

    /// <summary>Writes what stands before the body and returns its length, at most <see cref="MaxHead"/>.</summary>
    public static int WriteHead(Span<byte> destination, long index, long position, ReadOnlySpan<byte> key, ReadOnlySpan<byte> publisher, byte kind)
    {
        var writer = new PayloadWriter(destination);
        writer.WriteVarint(index);
        writer.WriteVarint(position);
        writer.WriteByte((byte)((key.IsEmpty ? 0 : TopicFields.Key) | (publisher.IsEmpty ? 0 : TopicFields.Publisher)));
        if (!key.IsEmpty)
        {
            writer.WriteBytes(key);
        }

        if (!publisher.IsEmpty)
        {
            writer.WriteBytes(publisher);
        }

        writer.WriteByte(kind);
        return writer.Written.Length;
    }
}
