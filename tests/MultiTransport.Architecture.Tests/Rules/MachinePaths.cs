using System.Text.RegularExpressions;

namespace MultiTransport.Architecture.Tests;

/// <summary>Nothing in the repository names a folder of somebody's machine or the host of a package registry.</summary>
internal static partial class MachinePaths
{
    public static IEnumerable<string> Violations(SourceTree tree) =>
        from file in tree.All
        from found in file.Text.Split('\n').Index()
        let match = Forbidden().Match(found.Item)
        where match.Success
        select $"{file.Path}({found.Index + 1}) has {match.Value.Trim()}";

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9_.*}~-])/(work|farm|root)/
        | (?<![A-Za-z0-9_.*}~-])/(home|Users)/[a-z][A-Za-z0-9._-]*/
        | \b[A-Za-z]:\\{1,2}(Users|work|src)\\
        | "resolved":\s*"https?:
        | <add\s+key=[^>]*value="https?:
        | \bregistry\s*=\s*https?: | \bindex-url\s*=
        | \b(api|www)\.nuget\.org\b | \bregistry\.(npmjs|yarnpkg)\b | \bpypi\.org\b | \bproxy\.golang\.org\b
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();
}
