namespace MultiTransport.Architecture.Tests;

/// <summary>A file of the repository that is made from the code. <c>MULTITRANSPORT_ACCEPT=1</c> makes it anew; without, it must be what would be made.</summary>
internal static class Snapshot
{
    public const string Command = "MULTITRANSPORT_ACCEPT=1 dotnet test tests/MultiTransport.Architecture.Tests -c Release --filter \"OptionsReferenceTests|PublicApiTests\"";

    public static void IsUpToDate(string path, string made)
    {
        var file = Path.Combine(SourceTree.FindRoot(), path);
        if (Environment.GetEnvironmentVariable("MULTITRANSPORT_ACCEPT") == "1")
        {
            File.WriteAllText(file, made);
        }

        var difference = Difference(path, File.Exists(file) ? File.ReadAllText(file) : "", made);
        Assert.True(difference is null, difference);
    }

    /// <summary>The first line that is not as it would be made; null where all are.</summary>
    public static string? Difference(string path, string kept, string made)
    {
        var (before, after) = (Lines(kept), Lines(made));
        for (var i = 0; i < Math.Max(before.Length, after.Length); i++)
        {
            var (was, becomes) = (before.ElementAtOrDefault(i) ?? "(nothing)", after.ElementAtOrDefault(i) ?? "(nothing)");
            if (was != becomes)
            {
                return $"{path}({i + 1}) is not up to date. It has\n  {was}\nand the code says\n  {becomes}\nIf that is what you want, run {Command} and commit the file.";
            }
        }

        return null;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
