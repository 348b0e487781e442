namespace MultiTransport.Protocol;

/// <summary>The client's decision that a candidate is proven and becomes the active connection.</summary>
public readonly record struct PromoteFrame
{
    /// <summary>The connection's number, as its <see cref="AttachedFrame"/> gave it.</summary>
    public long Connection { get; init; }

    /// <summary>Downstream: the highest number that the client has.</summary>
    public long Received { get; init; }

    /// <summary>Upstream: the number before the next numbered frame on the promoted carrier.</summary>
    public long Upstream { get; init; }

    /// <summary>Whether what is written on the connection is to be followed by a small write of its own, which pushes it through what stays one write behind.</summary>
    public bool Trailing { get; init; }

    /// <summary>Reads the payload of a promote frame; bytes after its fields are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out PromoteFrame frame)
    {
        frame = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadVarint(out var connection)
            || !reader.TryReadVarint(out var received)
            || !reader.TryReadVarint(out var upstream))
        {
            return false;
        }

        frame = new PromoteFrame
        {
            Connection = connection,
            Received = received,
            Upstream = upstream,
            Trailing = reader.TryReadByte(out var trailing) && trailing == 1,
        };
        return true;
    }

    /// <summary>Writes the whole frame and returns how many bytes it took.</summary>
    public int Write(Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[(3 * Varint.MaxLength) + 1];
        var writer = new PayloadWriter(payload);
        writer.WriteVarint(Connection);
        writer.WriteVarint(Received);
        writer.WriteVarint(Upstream);
        if (Trailing)
        {
            writer.WriteByte(1);
        }

        return FrameWriter.Write(destination, FrameType.Promote, writer.Written);
    }
}
