namespace MultiTransport.Chaos.Host.Counts;

/// <summary>The file descriptors of this process, as Linux lists them; but for those of assemblies, which are opened at their first use and kept for ever.</summary>
internal static class OpenFiles
{
    private const string Folder = "/proc/self/fd";

    public static int Count() => Directory.Exists(Folder) ? Targets().Count(static target => !target.EndsWith(".dll", StringComparison.Ordinal)) : -1;

    /// <summary>What each points to, for example <c>socket:[4711]</c>.</summary>
    public static IReadOnlyList<string> Targets()
    {
        var targets = new List<string>();
        foreach (var entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target) // null: closed meanwhile
            {
                targets.Add(target);
            }
        }

        return targets;
    }
}
