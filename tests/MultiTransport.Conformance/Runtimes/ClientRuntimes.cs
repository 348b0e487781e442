using System.Collections.Concurrent;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The runtimes of this test run: each is started once, when the first scenario needs it, and ends with the run.</summary>
internal static class ClientRuntimes
{
    public const string DotNet = "dotnet";
    public const string Node = "node";
    public const string Node22 = "node22";
    public const string Chromium = "chromium";
    public const string Firefox = "firefox";
    public const string WebKit = "webkit";

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new();
    private static readonly ConcurrentDictionary<string, IClientRuntime> Running = new();

    /// <summary>One scenario at a time has a runtime: waits for it, and starts it where it is not running.</summary>
    public static async Task<RuntimeLease> TakeAsync(string name)
    {
        var gate = Gates.GetOrAdd(name, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync();
        try
        {
            if (!Running.TryGetValue(name, out var runtime) || !await runtime.AnswersAsync())
            {
                Running[name] = runtime = await StartAsync(name);
            }

            return new RuntimeLease(runtime, gate);
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Another runtime of that name, for one scenario alone, or in another network.</summary>
    public static async Task<IClientRuntime> StartAsync(string name, RuntimeNetwork? network = null)
    {
        network ??= RuntimeNetwork.Plain;
        if (name == DotNet)
        {
            return new DotNetRuntime();
        }

        if (RuntimeTools.Absent(name) is { } absent)
        {
            throw new InvalidOperationException($"{absent} is not installed.");
        }

        var host = await ControlHost.Instance;
        var id = $"{name}-{Guid.NewGuid():N}";
        var process = name switch
        {
            Node => NodeLauncher.Start(host, id, RuntimeTools.Node),
            Node22 => NodeLauncher.Start(host, id, RuntimeTools.Node22),
            Chromium => ChromiumLauncher.Start(host, id, network),
            Firefox => await FirefoxLauncher.StartAsync(host, id, network),
            WebKit => await WebKitLauncher.StartAsync(host, id),
            _ => throw new ArgumentException($"There is no runtime {name}.", nameof(name)),
        };
        try
        {
            return new ScriptRuntime(name, isPage: name is not (Node or Node22), await host.ConnectionOfAsync(id).WithTimeout(), process);
        }
        catch (TimeoutException)
        {
            var printed = process.Printed;
            await process.EndAsync();
            throw new TimeoutException($"The driver in {name} did not report. What was printed:{Environment.NewLine}{printed}");
        }
    }
}
