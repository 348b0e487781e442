using System.Globalization;

namespace MultiTransport.AspNetCore;

/// <summary>Text from outside as it may stand in a log line or an answer: short, and without what ends lines, steers terminals or turns the direction of writing.</summary>
internal static class LogText
{
    private const int MaxLength = 100;

    public static string Clean(string text)
    {
        var kept = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return kept.Any(IsUnseen) ? string.Concat(kept.Select(static c => IsUnseen(c) ? '\uFFFD' : c)) : kept;
    }

    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
