namespace MultiTransport.Protocol;

/// <summary>The first frame of every downstream carrier: the answer to an attach or a promote.</summary>
public readonly record struct AttachedFrame
{
    /// <summary>The nonce of the attach that it answers.</summary>
    public ulong Nonce { get; init; }

    /// <summary>The connection's number in its session, for <see cref="PromoteFrame"/>; 0 where nothing was attached.</summary>
    public long Connection { get; init; }

    /// <summary>Whether the connection carries numbered frames now.</summary>
    public bool Active { get; init; }

    /// <summary>Upstream: the highest number that the server has.</summary>
    public long Received { get; init; }

    /// <summary>Upstream: everything up to here was handled, and none of it failed without this client knowing.</summary>
    public long Handled { get; init; }

    /// <summary>The number before the first numbered frame that follows on this carrier.</summary>
    public long Position { get; init; }

    /// <summary>Reads the payload of an attached frame; trailing bytes are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out AttachedFrame frame)
    {
        frame = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadUInt64(out var nonce)
            || !reader.TryReadVarint(out var connection)
            || !reader.TryReadByte(out var active) || active > 1
            || !reader.TryReadVarint(out var received)
            || !reader.TryReadVarint(out var handled)
            || !reader.TryReadVarint(out var position))
        {
            return false;
        }

        frame = new AttachedFrame
        {
            Nonce = nonce,
            Connection = connection,
            Active = active == 1,
            Received = received,
            Handled = handled,
            Position = position,
        };
        return true;
    }

    /// <summary>Writes the whole frame and returns how many bytes it took.</summary>
    public int Write(Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[FrameWriter.MaxControlFrame];
        var writer = new PayloadWriter(payload);
        writer.WriteUInt64(Nonce);
        writer.WriteVarint(Connection);
        writer.WriteByte(Active ? (byte)1 : (byte)0);
        writer.WriteVarint(Received);
        writer.WriteVarint(Handled);
        writer.WriteVarint(Position);
        return FrameWriter.Write(destination, FrameType.Attached, writer.Written);
    }
}
