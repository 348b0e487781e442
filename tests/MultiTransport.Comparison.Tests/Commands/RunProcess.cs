using System.Diagnostics;
using System.Globalization;
using MultiTransport.Comparison.Commands;

namespace MultiTransport.Comparison.Tests.Commands;

/// <summary>The command in a process of its own, as somebody would start it.</summary>
internal sealed class RunProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly List<string> _errors = [];

    public RunProcess(params string[] arguments)
    {
        Folder = Directory.CreateTempSubdirectory("comparison").FullName;
        string[] all = [typeof(RunCommand).Assembly.Location, .. arguments];
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.Add(line.Data ?? "");
            }
        };
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public string Json => Path.Combine(Folder, RunOptions.DefaultFolder, "report.json");

    public string Html => Path.Combine(Folder, RunOptions.DefaultFolder, "report.html");

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), "the command did not end: " + Errors);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public string Output => _output.GetAwaiter().GetResult();

    /// <summary>Waits until its progress says so.</summary>
    public void WaitForProgress(string text)
    {
        Assert.True(SpinWait.SpinUntil(() => Errors.Contains(text, StringComparison.Ordinal), Patience), "never said: " + text);
    }

    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
