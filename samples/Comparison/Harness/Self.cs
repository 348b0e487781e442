using System.Diagnostics;
using System.Reflection;

namespace MultiTransport.Comparison.Harness;

/// <summary>This program, started once more in a process of its own.</summary>
internal static class Self
{
    private static readonly Assembly Program = typeof(Self).Assembly;

    public static Process Start(IEnumerable<string> arguments)
    {
        string[] command = [.. Machine.PinServer([.. Command(), .. arguments])];
        return Start(command, workingFolder: null);
    }

    public static Process Start(string[] command, string? workingFolder)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (workingFolder is not null)
        {
            start.WorkingDirectory = workingFolder;
        }

        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0"; // every .NET server alike: the compiler optimises while warming up, not a second later
        start.Environment["NODE_ENV"] = "production";
        return Process.Start(start)!;
    }

    /// <summary>Reads lines until one begins so, and returns the rest of it.</summary>
    public static string ReadAnnouncement(Process process, string prefix)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line[prefix.Length..];
            }
        }

        process.WaitForExit();
        throw new ComparisonException($"a server process ended with {process.ExitCode} before it listened");
    }

    public static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    /// <summary>The executable, or the runtime and the assembly where a test or <c>dotnet run</c> is the process.</summary>
    private static string[] Command()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path) == Program.GetName().Name ? [path] : [Runtime(path), Program.Location];
    }

    private static string Runtime(string path) =>
        Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
