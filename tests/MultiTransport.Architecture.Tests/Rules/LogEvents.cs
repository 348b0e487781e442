using System.Globalization;

namespace MultiTransport.Architecture.Tests;

/// <summary>Every log message has an id and an event name, and no other message has them.</summary>
internal static class LogEvents
{
    public static IEnumerable<string> Violations(SourceTree tree)
    {
        var files = tree.Under("src/", ".cs").Select(file => (file.Path, Tokens: Tokens.Of(file.Text))).ToList();
        var constants = files.SelectMany(file => Constants(file.Tokens)).ToLookup(constant => constant.Name, constant => constant.Value);
        var ids = new Dictionary<long, string>();
        var names = new Dictionary<string, string>();
        foreach (var (path, tokens) in files)
        {
            foreach (var (line, arguments) in Attributes(tokens))
            {
                var place = $"{path}({line})";
                if (Id(arguments, constants) is not { } id)
                {
                    yield return $"{place} has no event id that can be read: give a number or a constant";
                }
                else if (!ids.TryAdd(id, place))
                {
                    yield return $"{place} has event id {id}, and so has {ids[id]}";
                }

                if (Argument(arguments, "EventName") is not [.., var text] || (text.Kind != TokenKind.Text && !text.Is(")")))
                {
                    yield return $"{place} has no EventName";
                }
                else if (Argument(arguments, "EventName")!.Last(token => token.Kind is TokenKind.Text or TokenKind.Word).Text is var name && !names.TryAdd(name, place))
                {
                    yield return $"{place} has event name {name}, and so has {names[name]}";
                }
            }
        }
    }

    /// <summary>How many log messages there are: a scan that finds none proves nothing.</summary>
    public static int Count(SourceTree tree) => tree.Under("src/", ".cs").Sum(file => Attributes(Tokens.Of(file.Text)).Count());

    private static IEnumerable<(int Line, List<List<Token>> Arguments)> Attributes(List<Token> tokens)
    {
        for (var index = 1; index < tokens.Count; index++)
        {
            if (tokens[index].Text is "LoggerMessage" or "LoggerMessageAttribute" && tokens[index].Kind == TokenKind.Word && tokens[index - 1].Text is "[" or "," or ".")
            {
                yield return (tokens[index].Line, Arguments(tokens, index + 1));
            }
        }
    }

    private static List<List<Token>> Arguments(List<Token> tokens, int open)
    {
        var arguments = new List<List<Token>>();
        if (open >= tokens.Count || !tokens[open].Is("("))
        {
            return arguments;
        }

        arguments.Add([]);
        var depth = 1;
        for (var index = open + 1; index < tokens.Count; index++)
        {
            depth += tokens[index].Text is "(" ? 1 : tokens[index].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (depth == 1 && tokens[index].Is(","))
            {
                arguments.Add([]);
            }
            else
            {
                arguments[^1].Add(tokens[index]);
            }
        }

        return arguments;
    }

    private static long? Id(List<List<Token>> arguments, ILookup<string, long> constants)
    {
        var value = Argument(arguments, "EventId") ?? Argument(arguments, "eventId");
        if (value is null && arguments is [[var first, ..] positional, ..] && first.Kind != TokenKind.Text && !first.Is("LogLevel")
            && !(positional.Count > 1 && positional[1].Text is "=" or ":"))
        {
            value = positional;
        }

        return value is null ? null : Sum(value, constants);
    }

    private static List<Token>? Argument(List<List<Token>> arguments, string name) =>
        arguments.Where(argument => argument.Count > 2 && argument[0].Is(name) && argument[1].Text is "=" or ":").Select(argument => argument[2..]).FirstOrDefault();

    /// <summary>A number, a constant by its name, or a sum of these.</summary>
    private static long? Sum(IEnumerable<Token> tokens, ILookup<string, long> constants)
    {
        long? sum = null;
        Token? last = null;
        foreach (var token in tokens.Append(new Token(TokenKind.Mark, "+", 0)))
        {
            if (!token.Is("+"))
            {
                last = token;
                continue;
            }

            long? term = last switch
            {
                { Kind: TokenKind.Number } number => Number(number.Text),
                { Kind: TokenKind.Word } name when constants[name.Text].Distinct().Count() == 1 => constants[name.Text].First(),
                _ => null,
            };
            if (term is null)
            {
                return null;
            }

            sum = (sum ?? 0) + term;
            last = null;
        }

        return sum;
    }

    private static IEnumerable<(string Name, long Value)> Constants(List<Token> tokens)
    {
        for (var index = 0; index + 5 < tokens.Count; index++)
        {
            if (tokens[index].Is("const") && tokens[index + 1].Is("int") && tokens[index + 3].Is("=")
                && tokens[index + 4].Kind == TokenKind.Number && tokens[index + 5].Is(";"))
            {
                yield return (tokens[index + 2].Text, Number(tokens[index + 4].Text));
            }
        }
    }

    private static long Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? long.Parse(text[2..].Replace("_", ""), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : long.Parse(text.Replace("_", ""), CultureInfo.InvariantCulture);
}
