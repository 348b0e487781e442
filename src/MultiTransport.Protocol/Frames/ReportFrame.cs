using System.Text;

namespace MultiTransport.Protocol;

/// <summary>What a client says that its network did to one of its transports (PROTOCOL.md, section 13.10).</summary>
public readonly record struct ReportFrame
{
    /// <summary>The most bytes that the words may have.</summary>
    public const int MaxWords = 64;

    /// <summary>Milliseconds from its start to its end.</summary>
    public long Alive { get; init; }

    /// <summary>Milliseconds since a byte last came or went.</summary>
    public long Silent { get; init; }

    /// <summary>The transport's name, one of <see cref="TransportNames"/> where the client is right.</summary>
    public string Transport { get; init; }

    /// <summary>What happened, one of <see cref="ReportReasons"/> where the client is right.</summary>
    public string Reason { get; init; }

    /// <summary>Reads the payload of a report frame: two numbers, and two words of printable ASCII with one space between them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out ReportFrame frame)
    {
        frame = default;
        var reader = new PayloadReader(payload);
        if (!reader.TryReadVarint(out var alive) || !reader.TryReadVarint(out var silent))
        {
            return false;
        }

        var words = reader.Rest;
        var space = words.IndexOf((byte)' ');
        if (words.Length > MaxWords || space < 1 || space == words.Length - 1 || words[(space + 1)..].ContainsAnyExceptInRange((byte)'!', (byte)'~')
            || words[..space].ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return false;
        }

        frame = new ReportFrame
        {
            Alive = alive,
            Silent = silent,
            Transport = Encoding.ASCII.GetString(words[..space]),
            Reason = Encoding.ASCII.GetString(words[(space + 1)..]),
        };
        return true;
    }

    /// <summary>Writes the whole frame and returns how many bytes it took.</summary>
    public int Write(Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[(2 * Varint.MaxLength) + MaxWords];
        var writer = new PayloadWriter(payload);
        writer.WriteVarint(Alive);
        writer.WriteVarint(Silent);
        writer.WriteAscii(Transport);
        writer.WriteByte((byte)' ');
        writer.WriteAscii(Reason);
        return FrameWriter.Write(destination, FrameType.Report, writer.Written);
    }
}
