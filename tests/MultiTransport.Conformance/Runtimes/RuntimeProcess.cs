using System.Collections.Concurrent;
using System.Diagnostics;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>
/// A program that clients run in, with all its children: one process group that ends with this process, however this one ends, because a shell waits beside it
/// for the end of its own input. The program gets an empty folder of its own as its home.
/// </summary>
internal sealed class RuntimeProcess
{
    private const string Script =
        """
        home=$1; shift
        setsid -- "$@" </dev/null &
        group=$!
        echo "group $group"
        read -r _
        kill -s KILL -- "-$group" 2>/dev/null
        sleep 0.3
        rm -rf -- "$home"
        """;

    private readonly Process _shell;
    private readonly ConcurrentQueue<string> _printed = new();
    private readonly TaskCompletionSource<int> _group = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiters = [];

    private RuntimeProcess(Process shell) => _shell = shell;

    public string Printed => string.Join(Environment.NewLine, _printed);

    public static string NewHome() => Directory.CreateTempSubdirectory("multitransport-runtime-").FullName;

    public static RuntimeProcess Start(string home, IEnumerable<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(RuntimeTools.Shell, ["-c", Script, "sh", home, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var (name, value) in environment.Concat([("HOME", home), ("TMPDIR", home), ("XDG_RUNTIME_DIR", home)]))
        {
            start.Environment[name] = value;
        }

        var runtime = new RuntimeProcess(new Process { StartInfo = start });
        runtime._shell.OutputDataReceived += (_, line) => runtime.Take(line.Data);
        runtime._shell.ErrorDataReceived += (_, line) => runtime.Take(line.Data);
        runtime._shell.Start();
        runtime._shell.BeginOutputReadLine();
        runtime._shell.BeginErrorReadLine();
        return runtime;
    }

    /// <summary>The first line that fits, printed or to come.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan? patience = null)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiters)
        {
            if (_printed.FirstOrDefault(wanted) is { } printed)
            {
                return printed;
            }

            _waiters.Add((wanted, found));
        }

        return await found.Task.WithTimeout(patience);
    }

    /// <summary>Stops every process of the group, as a laptop that is shut does.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    public async Task EndAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync().WithTimeout();
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start(new ProcessStartInfo(RuntimeTools.Shell, ["-c", $"kill -s {name} -- -{await _group.Task.WithTimeout()}"]))!;
        await kill.WaitForExitAsync();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("group ", StringComparison.Ordinal))
        {
            _group.TrySetResult(int.Parse(line[6..]));
        }

        lock (_waiters)
        {
            _printed.Enqueue(line);
            foreach (var (_, found) in _waiters.Where(waiter => waiter.Wanted(line)))
            {
                found.TrySetResult(line);
            }
        }
    }
}
