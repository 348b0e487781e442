namespace MultiTransport.Comparison.Commands;

/// <summary>How a command is written down, so that whoever reads a figure can repeat it.</summary>
internal static class CommandLines
{
    public const string Program = "dotnet run -c Release --project samples/Comparison --";

    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote).Prepend(Program)).TrimEnd('-').TrimEnd();

    /// <summary>The same command for one scenario.</summary>
    public static string ForScenario(string commandLine, string scenario)
    {
        if (!commandLine.Contains(" -- ", StringComparison.Ordinal))
        {
            commandLine += " --";
        }

        var at = commandLine.IndexOf(" -- ", StringComparison.Ordinal);
        var options = at < 0 ? [] : commandLine[(at + 4)..].Split(' ');
        var kept = new List<string>();
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] is "-s" or "--scenario" or "--json" or "--html" or "--markdown")
            {
                while (index + 1 < options.Length && !options[index + 1].StartsWith('-'))
                {
                    index++;
                }
            }
            else
            {
                kept.Add(options[index]);
            }
        }

        return string.Join(' ', [Program, "-s", scenario, .. kept]);
    }

    private static string Quote(string argument) => argument.Any(letter => char.IsWhiteSpace(letter) || letter is '\'' or '"') ? $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'" : argument;
}
