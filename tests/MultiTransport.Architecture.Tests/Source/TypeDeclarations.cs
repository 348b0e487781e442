namespace MultiTransport.Architecture.Tests;

/// <summary>The namespaces and the types at the top level of one file.</summary>
internal sealed class TypeDeclarations
{
    private static readonly HashSet<string> Modifiers =
        ["public", "internal", "private", "protected", "file", "sealed", "abstract", "static", "partial", "readonly", "ref", "unsafe", "new"];

    private static readonly HashSet<string> Keywords = ["class", "struct", "interface", "enum", "record", "delegate"];

    public List<string> Namespaces { get; } = [];

    public List<string> Types { get; } = [];

    public static TypeDeclarations Of(IReadOnlyList<Token> tokens)
    {
        var declarations = new TypeDeclarations();
        var start = 0;
        var depth = 0;
        var parentheses = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            if (token.Kind != TokenKind.Mark)
            {
                continue;
            }

            parentheses += token.Text is "(" or "[" ? 1 : token.Text is ")" or "]" ? -1 : 0;
            if (token.Text == "{")
            {
                // The block of a namespace is still top level; any other block is not.
                depth += parentheses == 0 && depth == 0 && declarations.Add(tokens, start, index) ? 0 : 1;
                start = index + 1;
            }
            else if (token.Text == "}")
            {
                depth = Math.Max(0, depth - 1);
                start = index + 1;
            }
            else if (token.Text == ";" && depth == 0 && parentheses == 0)
            {
                declarations.Add(tokens, start, index);
                start = index + 1;
            }
        }

        return declarations;
    }

    /// <summary>Takes in one declaration, up to its block or semicolon; true if it is a namespace.</summary>
    private bool Add(IReadOnlyList<Token> tokens, int start, int end)
    {
        start = SkipAttributes(tokens, start, end);
        if (start < end && tokens[start].Is("namespace"))
        {
            Namespaces.Add(string.Concat(tokens.Skip(start + 1).Take(end - start - 1).Select(token => token.Text)));
            return true;
        }

        while (start < end && Modifiers.Contains(tokens[start].Text))
        {
            start++;
        }

        if (start < end && tokens[start].Kind == TokenKind.Word && Keywords.Contains(tokens[start].Text) && Name(tokens, start, end) is { } name)
        {
            Types.Add(name);
        }

        return false;
    }

    private static string? Name(IReadOnlyList<Token> tokens, int keyword, int end)
    {
        if (tokens[keyword].Is("delegate"))
        {
            // The name is the last word before its parameters or its type parameters.
            var last = tokens.Skip(keyword).Take(end - keyword).TakeWhile(token => !token.Is("(")).ToList();
            if (last.Count > 0 && last[^1].Is(">"))
            {
                last = last[..last.FindLastIndex(token => token.Is("<"))];
            }

            return last.Count > 1 ? last[^1].Text : null;
        }

        var name = keyword + (tokens[keyword].Is("record") && keyword + 1 < end && tokens[keyword + 1].Text is "class" or "struct" ? 2 : 1);
        return name < end && tokens[name].Kind == TokenKind.Word ? tokens[name].Text : null;
    }

    private static int SkipAttributes(IReadOnlyList<Token> tokens, int start, int end)
    {
        while (start < end && tokens[start].Is("["))
        {
            var depth = 0;
            do
            {
                depth += tokens[start].Is("[") ? 1 : tokens[start].Is("]") ? -1 : 0;
                start++;
            }
            while (start < end && depth > 0);
        }

        return start;
    }
}
