using System.Globalization;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Where a native client stands: session, rolling token, number, and where topics were asked for what <see cref="TopicStands"/> reads (PROTOCOL.md, sections 8 and 14.6).</summary>
internal readonly record struct Place(SessionId Id, SessionSecret Token, long Number, string Stands)
{
    /// <summary>In place of one, where an EventSource is not to come back.</summary>
    public const string Over = "v1.over";

    private const string Version = "v1.";
    private const int MaxLength = 255;
    private const int MaxDigits = 16;

    public static bool TryParse(string text, out Place place)
    {
        place = default;
        if (text.Length > MaxLength || !text.StartsWith(Version, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(Version.Length);
        const int length = SessionId.TextLength;
        var last = Math.Min(rest.Length, (2 * length) + 2);
        var end = rest[last..].IndexOf('.');
        var digits = end < 0 ? rest[last..] : rest.Slice(last, end);
        if (digits.Length is 0 or > MaxDigits || rest[length] != '.' || rest[(2 * length) + 1] != '.'
            || !SessionId.TryParse(rest[..length], out var id)
            || !SessionSecret.TryParse(rest.Slice(length + 1, length), out var token)
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > Varint.MaxValue)
        {
            return false;
        }

        place = new Place(id, token, number, end < 0 ? "" : rest[(last + end + 1)..].ToString());
        return true;
    }
}
