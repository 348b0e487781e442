using System.Text.RegularExpressions;

namespace MultiTransport.Server.Tests.Hosting;

/// <summary>The server as people run it: its own process, its own settings, on a free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private ServerProcess(ChildProcess process, Uri url)
    {
        Process = process;
        Url = url;
    }

    public ChildProcess Process { get; }

    /// <summary>What it announced.</summary>
    public Uri Url { get; }

    public Uri Echo => new(Url, "echo");

    public static Task<ServerProcess> StartAsync(params string[] arguments) =>
        AnnouncedAsync(Launch(["--urls", "http://127.0.0.1:0", .. arguments]));

    public static ChildProcess Launch(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment) =>
        ChildProcess.Start("dotnet", [typeof(Program).Assembly.Location, .. arguments], environment);

    public static async Task<ServerProcess> AnnouncedAsync(ChildProcess process)
    {
        try
        {
            var line = await process.ReadLineAsync(line => Announced().IsMatch(line));
            return new ServerProcess(process, new Uri(Announced().Match(line).Groups["url"].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as an operator does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await using var kill = ChildProcess.Start(Tools.Shell, ["-c", $"kill -TERM {Process.Id}"]);
        await kill.WaitForExitAsync();
        return await Process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    [GeneratedRegex(@"Open (?<url>http://\S+) in a browser")]
    private static partial Regex Announced();
}
