using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using MultiTransport.Testing;

namespace MultiTransport.Trust.Server;

/// <summary>The server as people run it, in a process of its own, on a free port of loopback.</summary>
internal sealed partial class AttackedServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _inspector;
    private readonly TaskCompletionSource<Uri> _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    private AttackedServer(Process process, string inspector)
    {
        _process = process;
        _inspector = inspector;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public Uri Url { get; private set; } = null!; // once it has announced itself

    public Uri Echo => new(Url, "echo");

    public Uri Realtime => new(Url, "realtime");

    public ProcessFigures Figures { get; private set; } = null!; // as above

    public bool IsRunning => !_process.HasExited;

    /// <summary>What it logged and printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public static async Task<AttackedServer> StartAsync(params IEnumerable<string> settings)
    {
        var inspector = Path.Combine(Path.GetTempPath(), $"multitransport-{Guid.NewGuid():n}.sock");
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "MultiTransport.Server.dll"), "--urls", "http://127.0.0.1:0", .. Credentials.Settings, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [StartupHook.Variable] = inspector },
        };
        var server = new AttackedServer(new Process { StartInfo = start }, inspector);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Url = await server._announced.Task.WithTimeout();
            server.Figures = new ProcessFigures(server._process.Id);
            return server;
        }
        catch (Exception fault)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start:{Environment.NewLine}{string.Join(Environment.NewLine, server.Lines)}", fault);
        }
    }

    /// <summary>Collects all garbage of the server and looks at what is left. It stands still meanwhile.</summary>
    public async Task<Inspection> InspectAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_inspector)).WithTimeout();
        var answer = new byte[64];
        var length = await socket.ReceiveAsync(answer).WithTimeout();
        var told = Encoding.ASCII.GetString(answer, 0, length).Split(' ');
        return new Inspection(
            long.Parse(told[0], CultureInfo.InvariantCulture), Figures.Resident, Figures.Threads, Figures.Descriptors, int.Parse(told[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_inspector);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _announced.TrySetException(new EndOfStreamException());
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }

        if (Announced().Match(line) is { Success: true } match)
        {
            _announced.TrySetResult(new Uri(match.Groups["url"].Value));
        }
    }

    [GeneratedRegex(@"Open (?<url>http://\S+) in a browser")]
    private static partial Regex Announced();
}
