using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>A running proxy: one process group in a private folder, which ends with this process at the latest.</summary>
internal sealed class ProxyProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RuntimeProcess _process;
    private readonly ProxyProgram _program;
    private readonly string _folder;

    private ProxyProcess(ProxyProgram program, string folder, RuntimeProcess process)
    {
        _program = program;
        _folder = folder;
        _process = process;
    }

    public static async Task<ProxyProcess> StartAsync(ProxyProgram program)
    {
        var folder = RuntimeProcess.NewHome();
        var ports = Write(program, folder);
        foreach (var step in program.Preparations(folder))
        {
            await RunAsync(step);
        }

        if (program.Owner is { } owner)
        {
            await RunAsync(["chown", "-R", owner, folder]);
        }

        var process = new ProxyProcess(
            program, folder, RuntimeProcess.Start(folder, [program.Executable, .. program.Command(folder)], program.Environs(folder)));
        foreach (var port in ports)
        {
            await process.UntilAcceptsAsync(port);
        }

        return process;
    }

    /// <summary>What it printed and wrote into its logs, the ends of them.</summary>
    public string Tell()
    {
        var logs = Directory.Exists(_folder)
            ? Directory.EnumerateFiles(_folder, "*.log").Select(static file => $"{Path.GetFileName(file)}: {string.Join(Environment.NewLine, File.ReadLines(file).TakeLast(10))}")
            : [];
        return string.Join(Environment.NewLine, [$"-- {_program.Name} printed:", .. _process.Printed.Split('\n').TakeLast(15), .. logs]);
    }

    public Task ReloadAsync() => RunAsync(_program.Reload(_folder) ?? throw new InvalidOperationException($"{_program.Name} has no reload."));

    public Task EndAsync() => _process.EndAsync();

    private static List<int> Write(ProxyProgram program, string folder)
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        List<int> ports = [.. program.Listens];
        foreach (var file in program.Files)
        {
            var text = program.Text(file);
            ports.AddRange(ConfigurationFile.Listens(text));
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, ConfigurationFile.Fill(text, folder));
        }

        return ports;
    }

    private static async Task RunAsync(IReadOnlyList<string> command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var printed = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WithTimeout();
        await process.WaitForExitAsync().WithTimeout();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {string.Concat(printed)}");
        }
    }

    private async Task UntilAcceptsAsync(int port)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(20, CancellationToken.None); // a program of somebody else tells of nothing: it is asked
            }
            catch (SocketException)
            {
                var told = Tell();
                await EndAsync();
                throw new TimeoutException($"{_program.Name} does not listen at {port}.{Environment.NewLine}{told}");
            }
        }
    }
}
