using System.Diagnostics;
using MultiTransport.Comparison.Harness;

namespace MultiTransport.Comparison.Peers;

/// <summary>The Socket.IO server under Node: its packages are pinned in <c>Peers/SocketIo</c> and come by <c>npm ci</c>, on its first use.</summary>
internal static class SocketIoProcess
{
    private const string Script = "server.mjs";
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Peers", "SocketIo");

    public static string? Missing()
    {
        if (Machine.Find("node") is null)
        {
            return "Node is not installed";
        }

        if (Directory.Exists(Path.Combine(Folder, "node_modules", "socket.io")))
        {
            return null;
        }

        return Machine.Find("npm") is { } npm && Install(npm) ? null : $"socket.io could not be installed: run npm ci in {Path.GetRelativePath(Environment.CurrentDirectory, Folder)}";
    }

    public static Process Start() => Self.Start([.. Machine.PinServer([Machine.Find("node")!, "--expose-gc", Script])], Folder);

    private static bool Install(string npm)
    {
        var start = new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(InstallPatience))
        {
            return process.ExitCode == 0;
        }

        process.Kill(entireProcessTree: true);
        return false;
    }
}
