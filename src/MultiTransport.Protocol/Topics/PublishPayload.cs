namespace MultiTransport.Protocol;

/// <summary>The payload of a publish: for which topic, how, and what (PROTOCOL.md, section 14.4).</summary>
public readonly ref struct PublishPayload
{
    /// <summary>The option that says that a key follows.</summary>
    public const byte HasKey = 0x01;

    /// <summary>The option that says that the publisher wants no copy.</summary>
    public const byte NotToSelf = 0x02;

    /// <summary>The most bytes that stand before the body.</summary>
    public const int MaxHead = (2 * (2 + TopicFields.MaxLength)) + 2;

    /// <summary>The topic's name in UTF-8, not checked.</summary>
    public ReadOnlySpan<byte> Topic { get; private init; }

    /// <summary>What the message is about, in UTF-8, not checked; empty where the option is not set.</summary>
    public ReadOnlySpan<byte> Key { get; private init; }

    /// <summary>The bits of <see cref="HasKey"/> and <see cref="NotToSelf"/>, and perhaps others that this version does not know.</summary>
    public byte Options { get; private init; }

    /// <summary><see cref="FrameType.Text"/> or <see cref="FrameType.Binary"/>.</summary>
    public byte Kind { get; private init; }

    /// <summary>How many bytes stand before the body.</summary>
    public int HeadLength { get; private init; }

    /// <summary>What is published.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Reads a payload. Where <see cref="Options"/> has bits that this version does not know, what follows them is not read.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out PublishPayload publish)
    {
        publish = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadBytes(out var topic) || !reader.TryReadByte(out var options))
        {
            return false;
        }

        if ((options & ~(HasKey | NotToSelf)) != 0)
        {
            publish = new PublishPayload { Topic = topic, Options = options };
            return true;
        }

        ReadOnlySpan<byte> key = default;
        if (((options & HasKey) != 0 && !reader.TryReadBytes(out key)) || !reader.TryReadByte(out var kind) || kind is not (FrameType.Text or FrameType.Binary))
        {
            return false;
        }

        publish = new PublishPayload
        {
            Topic = topic,
            Key = key,
            Options = options,
            Kind = kind,
            HeadLength = payload.Length - reader.Rest.Length,
            Body = reader.Rest,
        };
        return true;
    }

    /// <summary>Writes what stands before the body and returns its length, at most <see cref="MaxHead"/>.</summary>
    public static int WriteHead(Span<byte> destination, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> key, bool isToSelf, byte kind)
    {
        var writer = new PayloadWriter(destination);
        writer.WriteBytes(topic);
        writer.WriteByte((byte)((key.IsEmpty ? 0 : HasKey) | (isToSelf ? 0 : NotToSelf)));
        if (!key.IsEmpty)
        {
            writer.WriteBytes(key);
        }

        writer.WriteByte(kind);
        return writer.Written.Length;
    }
}
