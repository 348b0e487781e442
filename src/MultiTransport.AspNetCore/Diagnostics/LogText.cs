namespace MultiTransport.AspNetCore;

/// <summary>Text from outside as it may stand in a log line or an answer: short, and without control characters.</summary>
internal static class LogText
{
    private const int MaxLength = 100;

    public static string Clean(string text)
    {
        var kept = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(static c => char.IsControl(c) ? '\uFFFD' : c)) : kept;
    }
}
