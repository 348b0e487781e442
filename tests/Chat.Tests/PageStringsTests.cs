using System.Text.RegularExpressions;
using MultiTransport.Conformance.Runtimes;

namespace Chat.Tests;

/// <summary>Whoever reads Chinese is told everything in Chinese.</summary>
public sealed partial class PageStringsTests
{
    /// <summary>What only a program of one's own can meet: the page never sends it, and shows the server's words.</summary>
    private static readonly string[] NotOfThePage = ["client-id-malformed", "client-id-used", "file-incomplete", "limit-malformed", "piece-malformed", "request-malformed", "request-unknown"];

    private static readonly string Sample = Path.Combine(ClientScript.Folder, "..", "..", "samples", "Chat");

    [Fact]
    public void Languages_SayTheSameThings() => Assert.Equal(Keys("en"), Keys("zh"));

    [Fact]
    public void EveryRefusal_HasWords()
    {
        var codes = Directory.EnumerateFiles(Sample, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(static file => Codes().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value))
            .Distinct().Except(NotOfThePage).ToArray();

        Assert.Contains("name-taken", codes);
        Assert.Empty(codes.Select(static code => $"error.{code}").Except(Keys("zh")));
    }

    private static string[] Keys(string language) =>
        [.. KeyPattern().Matches(File.ReadAllText(Path.Combine(Sample, "wwwroot", "strings", $"{language}.js"))).Select(static match => match.Groups[1].Value.Trim('\'')).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?:ChatException|Error)\(""([a-z-]+)""")]
    private static partial Regex Codes();

    [GeneratedRegex(@"(?<=\s)('[a-z.-]+'|[a-zA-Z]+): '")]
    private static partial Regex KeyPattern();
}
