using System.Globalization;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Where a native client stands: session, rolling token, number (PROTOCOL.md, section 8).</summary>
internal readonly record struct Place(SessionId Id, SessionSecret Token, long Number)
{
    private const string Version = "v1.";
    private const int MaxLength = 127;

    public static bool TryParse(string text, out Place place)
    {
        place = default;
        if (text.Length > MaxLength || !text.StartsWith(Version, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(Version.Length);
        const int length = SessionId.TextLength;
        if (rest.Length < (2 * length) + 3 || rest[length] != '.' || rest[(2 * length) + 1] != '.'
            || !SessionId.TryParse(rest[..length], out var id)
            || !SessionSecret.TryParse(rest.Slice(length + 1, length), out var token)
            || !long.TryParse(rest[((2 * length) + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > Varint.MaxValue)
        {
            return false;
        }

        place = new Place(id, token, number);
        return true;
    }
}
