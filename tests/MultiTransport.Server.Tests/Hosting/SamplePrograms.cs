namespace MultiTransport.Server.Tests.Hosting;

/// <summary>Samples are built with these tests, in the same configuration.</summary>
internal static class SamplePrograms
{
    public static string Folder(string sample)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MultiTransport.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "samples", sample);
    }

    public static string Built(string sample)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Folder(sample), "bin", framework.Parent!.Name, framework.Name, $"{sample}.dll");
    }
}
