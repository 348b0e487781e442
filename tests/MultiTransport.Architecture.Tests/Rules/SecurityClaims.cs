using System.Text.RegularExpressions;

namespace MultiTransport.Architecture.Tests;

/// <summary>Every defence that SECURITY.md claims names tests that there are.</summary>
internal static partial class SecurityClaims
{
    private const string Page = "SECURITY.md";
    private const string Section = "## Threats and defences";

    public static IEnumerable<string> Violations(SourceTree tree)
    {
        var tests = tree.Under("tests/", "Tests.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file.Path), file => file.Text);
        foreach (var (line, cells) in Rows(tree))
        {
            var named = Name().Matches(cells[^1]).Select(match => match.Groups[1].Value).ToList();
            if (named.Count == 0)
            {
                yield return $"{Page}({line}) names no test: {cells[0]}";
            }

            foreach (var name in named.Where(name => !IsThere(tests, name.Split('.'))))
            {
                yield return $"{Page}({line}) names {name}, which is not there";
            }
        }
    }

    /// <summary>The rows of the table, with their lines.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Rows(SourceTree tree)
    {
        var isInside = false;
        var line = 0;
        foreach (var text in tree.Under(Page, "").Single().Text.ReplaceLineEndings("\n").Split('\n'))
        {
            line++;
            isInside = text.StartsWith("## ", StringComparison.Ordinal) ? text == Section : isInside;
            if (isInside && text.StartsWith("| ", StringComparison.Ordinal) && !text.StartsWith("| ---", StringComparison.Ordinal) && !text.StartsWith("| threat |", StringComparison.Ordinal))
            {
                yield return (line, text.Trim('|', ' ').Split(" | "));
            }
        }
    }

    private static bool IsThere(ILookup<string, string> tests, string[] name) => tests[name[0]].Any(text =>
        text.Contains($"class {name[0]}", StringComparison.Ordinal)
        && (name.Length == 1 || Regex.IsMatch(text, $@"\[(Fact|Theory|\w+Fact|\w+Theory)\b[\s\S]*?\b{Regex.Escape(name[1])}\(", RegexOptions.None, TimeSpan.FromSeconds(10))));

    [GeneratedRegex(@"`([A-Za-z0-9]+Tests(?:\.[A-Za-z0-9_]+)?)`")]
    private static partial Regex Name();
}
