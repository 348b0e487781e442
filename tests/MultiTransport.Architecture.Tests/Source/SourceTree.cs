namespace MultiTransport.Architecture.Tests;

/// <summary>Files by their paths from the root, with forward slashes: the repository's, or made up ones that break a rule.</summary>
internal sealed class SourceTree(IReadOnlyDictionary<string, string> files)
{
    private static readonly string[] Binary = [".png", ".ico", ".gif", ".jpg", ".woff2", ".zip", ".gz", ".dll", ".pdb", ".pfx"];

    private static readonly Lazy<SourceTree> Whole = new(() => Read(FindRoot()));

    /// <summary>What the repository tracks or would track.</summary>
    public static SourceTree Repository => Whole.Value;

    public IEnumerable<(string Path, string Text)> All => files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, file.Value));

    public static SourceTree Of(params (string Path, string Text)[] files) => new(files.ToDictionary(file => file.Path, file => file.Text));

    public IEnumerable<(string Path, string Text)> Under(string folder, string extension) =>
        All.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Path.EndsWith(extension, StringComparison.Ordinal));

    public static SourceTree Read(string root)
    {
        var ignored = IgnoredFolders(root);
        var files = new Dictionary<string, string>();
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var inner in folder.EnumerateDirectories().Where(inner => !ignored.Contains(inner.Name)))
            {
                folders.Push(inner);
            }

            foreach (var file in folder.EnumerateFiles().Where(file => !Binary.Contains(file.Extension)))
            {
                files.Add(Path.GetRelativePath(root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName));
            }
        }

        return new SourceTree(files);
    }

    private static HashSet<string> IgnoredFolders(string root) =>
    [
        ".git",
        .. File.ReadLines(Path.Combine(root, ".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.Trim('/')),
    ];

    public static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MultiTransport.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds MultiTransport.sln.");
        }

        return folder.FullName;
    }
}
