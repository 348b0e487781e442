namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Inputs that are kept because each was the first, or the shortest, to get its answer; and any that once broke something. One a line: way, answer, bytes.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(FuzzInput Input, string Answer)> Of(IFuzzTarget target)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Corpus", $"{target.Name}.txt");
        return !File.Exists(file) ? [] :
        [
            .. from line in File.ReadLines(file)
               where line.Length > 0 && line[0] != '#'
               let parts = line.Split('|', 3, StringSplitOptions.TrimEntries)
               select (new FuzzInput(parts[0], Escaped.Read(line.Split('|', 3)[2][1..])), parts[1]),
        ];
    }

    public static string Line(FuzzInput input, string answer) => $"{input.Way} | {answer} | {Escaped.Of(input.Bytes)}";
}
