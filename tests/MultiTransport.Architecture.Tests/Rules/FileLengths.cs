namespace MultiTransport.Architecture.Tests;

/// <summary>No file of source is longer than one idea.</summary>
internal static class FileLengths
{
    public const int MaxLines = 300;

    public static IEnumerable<string> Violations(SourceTree tree) =>
        from file in tree.Under("src/", ".cs").Concat(tree.Under("clients/dotnet/", ".cs"))
        let lines = file.Text.Count(character => character == '\n')
        where lines > MaxLines
        select $"{file.Path} has {lines} lines";
}
