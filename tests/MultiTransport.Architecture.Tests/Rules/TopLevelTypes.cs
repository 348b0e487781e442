namespace MultiTransport.Architecture.Tests;

/// <summary>One type a file.</summary>
internal static class TopLevelTypes
{
    public static IEnumerable<string> Violations(SourceTree tree) =>
        from file in tree.Under("src/", ".cs").Concat(tree.Under("clients/dotnet/", ".cs"))
        let types = TypeDeclarations.Of(Tokens.Of(file.Text)).Types
        where types.Count > 1
        select $"{file.Path} declares {string.Join(", ", types)}";
}
