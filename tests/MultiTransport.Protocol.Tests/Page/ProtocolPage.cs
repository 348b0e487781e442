namespace MultiTransport.Protocol.Tests;

/// <summary>PROTOCOL.md by its sections.</summary>
internal static class ProtocolPage
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "clients", "PROTOCOL.md"));

    /// <summary>The section whose heading begins with <paramref name="heading"/>, for example <c>## 9.</c>, up to the next heading of its kind.</summary>
    public static string Section(string heading)
    {
        var kind = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        var begin = Text.IndexOf($"\n{heading}", StringComparison.Ordinal) + 1;
        Assert.True(begin > 0, $"PROTOCOL.md has no section {heading}");
        var end = Text.IndexOf($"\n{kind}", begin, StringComparison.Ordinal);
        return end < 0 ? Text[begin..] : Text[begin..end];
    }

    /// <summary>The cells of the rows of the first table under a heading, without its head.</summary>
    public static List<string[]> Table(string heading) => Rows(Section(heading));

    public static List<string[]> Rows(string text) =>
    [
        .. text.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
