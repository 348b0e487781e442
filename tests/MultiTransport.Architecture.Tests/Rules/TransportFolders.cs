namespace MultiTransport.Architecture.Tests;

/// <summary>A transport's folder uses nothing of another one's: no type, no namespace, no extension method.</summary>
internal static class TransportFolders
{
    public const string Root = "src/MultiTransport.AspNetCore/Transports/";

    public static IEnumerable<string> Violations(SourceTree tree)
    {
        var files = tree.Under("src/MultiTransport.AspNetCore/", ".cs").Select(file => new SourceFile(file.Path, Folder(file.Path), Tokens.Of(file.Text))).ToList();
        return
            from folder in Folders(tree)
            let own = files.Where(file => file.Folder == folder).ToList()
            let others = files.Except(own).ToList()
            let types = OnlyIn(own, others, file => file.Declarations.Types)
            let namespaces = OnlyIn(own, others, file => file.Declarations.Namespaces)
            let extensions = OnlyIn(own, others, file => file.ExtensionMethods)
            from other in others
            where other.Folder is not null
            from index in Enumerable.Range(0, other.Tokens.Count)
            let token = other.Tokens[index]
            where token.Kind == TokenKind.Word
            let isMember = index > 0 && other.Tokens[index - 1].Is(".")
            let qualified = other.Qualified(index)
            where types.Contains(token.Text)
                || (isMember && extensions.Contains(token.Text))
                || namespaces.Contains(qualified)
                || qualified.EndsWith($"Transports.{folder}", StringComparison.Ordinal)
            select $"{other.Path}({token.Line}) uses {qualified} of {Root}{folder}";
    }

    /// <summary>The folders that hold a transport, by what is in them.</summary>
    public static IEnumerable<string> Folders(SourceTree tree) => tree.Under(Root, ".cs").Select(file => Folder(file.Path)).OfType<string>().Distinct();

    /// <summary>Names of this folder that are nobody else's: a name that two declare tells nothing about who uses it.</summary>
    private static HashSet<string> OnlyIn(List<SourceFile> own, List<SourceFile> others, Func<SourceFile, IEnumerable<string>> names) =>
        [.. own.SelectMany(names).Except(others.SelectMany(names))];

    private static string? Folder(string path)
    {
        var parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        return parts.Length > 1 ? parts[0] : null;
    }

    private sealed class SourceFile(string path, string? folder, List<Token> tokens)
    {
        public string Path { get; } = path;

        /// <summary>The transport's folder, or null for what all share.</summary>
        public string? Folder { get; } = folder;

        public List<Token> Tokens { get; } = tokens;

        public TypeDeclarations Declarations { get; } = TypeDeclarations.Of(tokens);

        /// <summary>A name with what stands before it: <c>A.B.C</c> at C.</summary>
        public string Qualified(int index)
        {
            var start = index;
            while (start > 1 && Tokens[start - 1].Is(".") && Tokens[start - 2].Kind == TokenKind.Word)
            {
                start -= 2;
            }

            return string.Concat(Tokens.Skip(start).Take(index - start + 1).Select(token => token.Text));
        }

        /// <summary>The names before <c>(this</c>, which may have type parameters.</summary>
        public IEnumerable<string> ExtensionMethods
        {
            get
            {
                for (var index = 2; index + 1 < Tokens.Count; index++)
                {
                    if (Tokens[index - 1].Is("(") && Tokens[index].Is("this") && Tokens[index + 1].Kind == TokenKind.Word && Tokens[index + 1].Text is not ("is" or "as" or "switch"))
                    {
                        var name = index - 2;
                        while (name > 0 && !(Tokens[name].Kind == TokenKind.Word && !Tokens[name - 1].Is("<") && !Tokens[name - 1].Is(",")))
                        {
                            name--;
                        }

                        yield return Tokens[name].Text;
                    }
                }
            }
        }
    }
}
