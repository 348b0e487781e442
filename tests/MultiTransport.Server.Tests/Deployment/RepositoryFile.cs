namespace MultiTransport.Server.Tests.Deployment;

/// <summary>Files of the repository that are not built.</summary>
internal static class RepositoryFile
{
    public static string Root { get; } = FindRoot();

    public static string Of(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MultiTransport.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no MultiTransport.sln above {AppContext.BaseDirectory}.");
    }
}
