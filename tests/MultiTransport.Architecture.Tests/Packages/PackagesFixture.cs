using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace MultiTransport.Architecture.Tests;

/// <summary>All packages, packed once from what was built, and what lies in them.</summary>
public sealed class PackagesFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("packages");

    public async Task InitializeAsync()
    {
        var configuration = typeof(PackagesFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "pack", "src/Packages.slnf", "--no-build", "-c", configuration, "-o", _folder.FullName, "-v", "quiet" },
            WorkingDirectory = SourceTree.FindRoot(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1" },
        };
        using var process = Process.Start(start)!;
        var told = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.True(process.ExitCode == 0, string.Concat(await told));
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The files of one package, without what the format itself needs.</summary>
    public IReadOnlyDictionary<string, byte[]> Read(string id, string extension)
    {
        var version = typeof(Session).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        using var zip = ZipFile.OpenRead(Path.Combine(_folder.FullName, $"{id}.{version}.{extension}"));
        return zip.Entries.Where(entry => !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal) && !entry.FullName.StartsWith("package/", StringComparison.Ordinal) && entry.FullName != "[Content_Types].xml")
            .ToDictionary(entry => entry.FullName, Bytes);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
