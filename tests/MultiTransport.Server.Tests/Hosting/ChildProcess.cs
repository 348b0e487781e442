using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Hosting;

/// <summary>A program that a test started: its lines as they come, and its end with the test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public int Id => _process.Id;

    /// <summary>All it printed so far, for the message of a failing test.</summary>
    public string Printed => string.Join(Environment.NewLine, _all);

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(), // nothing may depend on where it is started
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The next line of its standard output that fulfils the condition; those before it are left out.</summary>
    public async Task<string> ReadLineAsync(Func<string, bool> condition)
    {
        using var patience = new CancellationTokenSource(TestTimeouts.Shared);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                if (condition(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No such line came. What was printed:{Environment.NewLine}{Printed}");
        }

        throw new EndOfStreamException($"It ended without such a line. What was printed:{Environment.NewLine}{Printed}");
    }

    /// <summary>Types a line.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WithTimeout();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        Keep(line);
        if (line is null)
        {
            _lines.Writer.Complete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _all.Enqueue(line);
        }
    }
}
