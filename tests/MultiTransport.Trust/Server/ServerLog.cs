using System.Globalization;

namespace MultiTransport.Trust.Server;

/// <summary>What may not stand in the log of a server, whatever clients send.</summary>
internal static class ServerLog
{
    /// <summary>A word that attackers put where a line of theirs would begin.</summary>
    public const string Forged = "FORGED-BY-A-CLIENT";

    /// <summary>What is wrong with a line, or null.</summary>
    public static string? Fault(string line) =>
        line.Any(IsUnseen) ? $"a control character in the log: {Clean(line)}"
        : line.TrimStart().StartsWith(Forged, StringComparison.Ordinal) ? $"a client wrote a line of the log: {line}"
        : line.StartsWith("crit:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal) ? $"the server logged {line}"
        : null;

    private static bool IsUnseen(char character) => character != '\t' && char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;

    private static string Clean(string line) => string.Concat(line.Select(static character => IsUnseen(character) ? $"\\u{(int)character:X4}" : $"{character}"));
}
