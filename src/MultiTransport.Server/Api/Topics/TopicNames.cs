using System.Text;

namespace MultiTransport.Server.Api.Topics;

/// <summary>Names of topics, and their rules (PROTOCOL.md, section 14).</summary>
internal static class TopicNames
{
    private const int MostBytes = 255;

    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? Fault(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MostBytes && !name.Any(static c => char.IsControl(c) || c is '\u2028' or '\u2029' or '*') && name[0] != ' ' && name[^1] != ' '
            ? null
            : $"The topic is '{Shown.Of(name)}'; accepted are 1 to {MostBytes} bytes of UTF-8 without control characters, line separators and *, without a space at either end.";

    /// <summary>Whether a text can be a message's key.</summary>
    public static bool IsKey(string key) => key.Length > 0 && Encoding.UTF8.GetByteCount(key) <= MostBytes && !key.Any(char.IsControl);

    /// <summary>The first rule that matches.</summary>
    public static TopicRule? FindRule(IEnumerable<TopicRule> rules, string name) => rules.FirstOrDefault(rule => new Keys.NamePattern(rule.Name).Matches(name));
}
