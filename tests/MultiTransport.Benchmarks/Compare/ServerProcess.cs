using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using MultiTransport.Load;
using MultiTransport.Load.Servers;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>A server in a process of its own, from the same executable.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    public ServerProcess(string subcommand)
    {
        string[] command = [.. Machine.PinServer(Self()), subcommand, "--urls", "http://127.0.0.1:0", "--with-parent", "yes"];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        EndPoint = ReadEndPoint(subcommand);
        _http.BaseAddress = new Uri($"http://{EndPoint}");
    }

    public IPEndPoint EndPoint { get; }

    public Stats ReadStats(bool collect) =>
        _http.GetFromJsonAsync<Stats>(collect ? Stats.Path + "?gc=1" : Stats.Path).GetAwaiter().GetResult()!;

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string[] Self()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, typeof(ServerProcess).Assembly.Location] : [path];
    }

    private IPEndPoint ReadEndPoint(string subcommand)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(ServerHost.ListeningPrefix, StringComparison.Ordinal))
            {
                return IPEndPoint.Parse(new Uri(line[ServerHost.ListeningPrefix.Length..]).Authority);
            }
        }

        _process.WaitForExit();
        throw new LoadException($"the server \"{subcommand}\" ended with {_process.ExitCode} before it listened");
    }
}
