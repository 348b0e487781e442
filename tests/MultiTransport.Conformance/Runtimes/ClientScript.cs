namespace MultiTransport.Conformance.Runtimes;

/// <summary>Where the JavaScript client is in the repository.</summary>
internal static class ClientScript
{
    /// <summary>The folder <c>clients/javascript</c> of the repository.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "clients", "javascript");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MultiTransport.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds MultiTransport.sln.");
        }

        return folder.FullName;
    }
}
