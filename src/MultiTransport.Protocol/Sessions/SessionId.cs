using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MultiTransport.Protocol;

/// <summary>The public, loggable name of a session: a format version, the node that made it, and 96 random bits.</summary>
public readonly record struct SessionId(ulong High, ulong Low)
{
    /// <summary>The number of base64url characters that an id takes.</summary>
    public const int TextLength = 22;

    private const byte FormatVersion = 1;

    /// <summary>The node that made the session, 0 to 2^24 - 1.</summary>
    public int Node => (int)((High >> 32) & 0xFF_FFFF);

    /// <summary>Makes a new id for a session of <paramref name="node"/>.</summary>
    public static SessionId Create(int node)
    {
        Span<byte> random = stackalloc byte[12];
        RandomNumberGenerator.Fill(random);
        var high = ((ulong)FormatVersion << 56) | ((ulong)(node & 0xFF_FFFF) << 32) | BinaryPrimitives.ReadUInt32BigEndian(random);
        return new SessionId(high, BinaryPrimitives.ReadUInt64BigEndian(random[4..]));
    }

    /// <summary>Reads 22 base64url characters.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        var parsed = Token128.TryParse(text, out var high, out var low);
        id = new SessionId(high, low);
        return parsed;
    }

    /// <summary>The id as 22 base64url characters.</summary>
    public override string ToString() => Token128.ToString(High, Low);
}
