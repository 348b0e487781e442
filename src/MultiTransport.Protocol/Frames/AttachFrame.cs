namespace MultiTransport.Protocol;

/// <summary>The first frame of every upstream carrier: who it is, what it wants and where it stands.</summary>
public readonly record struct AttachFrame
{
    /// <summary>The only version of this frame.</summary>
    public const byte Version = 1;

    /// <summary>What the client asks for.</summary>
    public AttachMode Mode { get; init; }

    /// <summary>The session's public id.</summary>
    public SessionId Id { get; init; }

    /// <summary>The session's secret.</summary>
    public SessionSecret Secret { get; init; }

    /// <summary>Random, new for every attach; the answer bears it.</summary>
    public ulong Nonce { get; init; }

    /// <summary>1, 2, 3, ... over all attaches of this client.</summary>
    public long Attempt { get; init; }

    /// <summary>Downstream: the highest number that the client has.</summary>
    public long Received { get; init; }

    /// <summary>Upstream: the number before the first numbered frame that follows.</summary>
    public long Upstream { get; init; }

    /// <summary>Upstream: the highest ack that the client has.</summary>
    public long Acked { get; init; }

    /// <summary>How long a poll may be held, in milliseconds.</summary>
    public long Hold { get; init; }

    /// <summary>Reads the payload of an attach frame; trailing bytes are ignored, so that later versions can add fields.</summary>
    public static AttachParseResult TryParse(ReadOnlySpan<byte> payload, out AttachFrame frame)
    {
        frame = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadByte(out var version))
        {
            return AttachParseResult.Malformed;
        }

        if (version != Version)
        {
            return AttachParseResult.VersionUnsupported;
        }

        if (!reader.TryReadByte(out var mode) || mode > (byte)AttachMode.Send
            || !reader.TryReadUInt64(out var idHigh) || !reader.TryReadUInt64(out var idLow)
            || !reader.TryReadUInt64(out var secretHigh) || !reader.TryReadUInt64(out var secretLow)
            || !reader.TryReadUInt64(out var nonce)
            || !reader.TryReadVarint(out var attempt) || attempt < 1
            || !reader.TryReadVarint(out var received)
            || !reader.TryReadVarint(out var upstream)
            || !reader.TryReadVarint(out var acked)
            || !reader.TryReadVarint(out var hold))
        {
            return AttachParseResult.Malformed;
        }

        frame = new AttachFrame
        {
            Mode = (AttachMode)mode,
            Id = new SessionId(idHigh, idLow),
            Secret = new SessionSecret(secretHigh, secretLow),
            Nonce = nonce,
            Attempt = attempt,
            Received = received,
            Upstream = upstream,
            Acked = acked,
            Hold = hold,
        };
        return AttachParseResult.Attach;
    }

    /// <summary>Writes the whole frame and returns how many bytes it took.</summary>
    public int Write(Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[FrameWriter.MaxControlFrame];
        var writer = new PayloadWriter(payload);
        writer.WriteByte(Version);
        writer.WriteByte((byte)Mode);
        writer.WriteUInt64(Id.High);
        writer.WriteUInt64(Id.Low);
        writer.WriteUInt64(Secret.High);
        writer.WriteUInt64(Secret.Low);
        writer.WriteUInt64(Nonce);
        writer.WriteVarint(Attempt);
        writer.WriteVarint(Received);
        writer.WriteVarint(Upstream);
        writer.WriteVarint(Acked);
        writer.WriteVarint(Hold);
        return FrameWriter.Write(destination, FrameType.Attach, writer.Written);
    }
}
