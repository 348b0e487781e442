using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MultiTransport.Protocol;

/// <summary>The 128 random bits that prove a session is one's own. Never logged: <see cref="ToString"/> does not tell it.</summary>
public readonly struct SessionSecret(ulong high, ulong low)
{
    /// <summary>The first half.</summary>
    public ulong High { get; } = high;

    /// <summary>The second half.</summary>
    public ulong Low { get; } = low;

    /// <summary>Makes a new secret from the system's generator.</summary>
    public static SessionSecret Create()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return new SessionSecret(BinaryPrimitives.ReadUInt64BigEndian(random), BinaryPrimitives.ReadUInt64BigEndian(random[8..]));
    }

    /// <summary>Reads 22 base64url characters.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionSecret secret)
    {
        var parsed = Token128.TryParse(text, out var high, out var low);
        secret = new SessionSecret(high, low);
        return parsed;
    }

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public bool Matches(SessionSecret other) => ((High ^ other.High) | (Low ^ other.Low)) == 0;

    /// <summary>The secret as 22 base64url characters, for the one who owns it.</summary>
    public string Reveal() => Token128.ToString(High, Low);

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
