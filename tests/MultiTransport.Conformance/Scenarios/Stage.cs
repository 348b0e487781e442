using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>One scenario of one client: its runtime, its server, and what is told of both when it fails.</summary>
internal sealed class Stage
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Together = new();

    private readonly List<IScenarioClient> _clients = [];

    private Stage(IClientRuntime runtime, ScenarioServer server)
    {
        Runtime = runtime;
        Server = server;
    }

    public IClientRuntime Runtime { get; }

    public ScenarioServer Server { get; }

    /// <summary>What the runtime had before the scenario.</summary>
    public Leftovers Before { get; private set; } = Leftovers.None;

    public ScenarioPlay Play => Server.Play;

    public FaultProxy Proxy => Server.Proxy;

    /// <summary>Runs a scenario; afterwards every session is closed, and nothing may have gone wrong unseen.</summary>
    public static Task RunAsync(string client, Func<Stage, Task> scenario) => RunAsync(client, new ScenarioSetup(), scenario);

    public static async Task RunAsync(string client, ScenarioSetup setup, Func<Stage, Task> scenario)
    {
        using var lease = await ClientRuntimes.TakeAsync(client);
        await lease.Runtime.ProblemsAsync().WithTimeout(); // those of an earlier scenario that failed
        var server = await ScenarioServer.StartAsync(setup);
        await using var _ = server.ConfigureAwait(false);
        var stage = new Stage(lease.Runtime, server) { Before = await lease.Runtime.LeftoversAsync().WithTimeout() };
        try
        {
            await scenario(stage);
            await stage.CloseAsync();
            Assert.Empty(await lease.Runtime.ProblemsAsync().WithTimeout());
        }
        catch (Exception fault)
        {
            var told = await stage.TellAsync();
            await stage.CloseAsync();
            throw new ScenarioFailedException($"{fault.Message}{Environment.NewLine}{told}", fault);
        }
    }

    /// <summary>
    /// As <see cref="RunAsync(string, ScenarioSetup, Func{Stage, Task})"/>, for scenarios that mostly wait: the first row that comes runs the scenario for all
    /// clients at once, and each row has the outcome of its own. <paramref name="row"/> is what else the row says.
    /// </summary>
    public static Task TogetherAsync(
        string client, string row, ScenarioSetup setup, Func<Stage, Task> scenario, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var clients = ClientRows.Names.Where(static name => RuntimeTools.Missing(name) is null).Append(client).Distinct();
        var together = clients.ToDictionary(
            static name => name,
            name => Together.GetOrAdd($"{file} {test} {row} {name}", _ => new Lazy<Task>(() => Task.Run(() => RunAsync(name, setup with { Play = new ScenarioPlay() }, scenario)))));
        foreach (var run in together.Values)
        {
            _ = run.Value; // begins
        }

        return together[client].Value;
    }

    public static Task TogetherAsync(
        string client, Func<Stage, Task> scenario, [CallerMemberName] string test = "", [CallerFilePath] string file = "") =>
        TogetherAsync(client, "", new ScenarioSetup(), scenario, test, file);

    /// <summary>A stage on a runtime that others use at the same time; ended with <see cref="EndAsync"/>.</summary>
    public static async Task<Stage> BesideAsync(IClientRuntime runtime, ScenarioSetup setup) => new(runtime, await ScenarioServer.StartAsync(setup));

    /// <summary>Connects to the endpoint behind the fault proxy.</summary>
    public Task<IScenarioClient> ConnectAsync(ScenarioOptions? options = null, params IReadOnlyList<ScenarioData> first) =>
        ConnectToAsync(Server.Url, options, first);

    public async Task<IScenarioClient> ConnectToAsync(Uri url, ScenarioOptions? options = null, params IReadOnlyList<ScenarioData> first)
    {
        var client = await Runtime.ConnectAsync(url, options, first).WithTimeout();
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects by one transport alone, and waits until that is active.</summary>
    public async Task<IScenarioClient> ConnectByAsync(string transport, ScenarioOptions? options = null)
    {
        var client = await ConnectAsync((options ?? new ScenarioOptions()) with { Transports = [transport], PollInterval = TimeSpan.FromMilliseconds(20) });
        await client.UntilTransportAsync(transport);
        return client;
    }

    /// <summary>Ends the server, so that it forgets every session, and waits until the client knows that nothing answers.</summary>
    public async Task LoseAsync(IScenarioClient session)
    {
        Proxy.Down = true;
        Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        await Server.StopAsync();
    }

    /// <summary>After <see cref="LoseAsync"/>.</summary>
    public async Task ReviveAsync()
    {
        await Server.StartAsync();
        Proxy.Down = false;
    }

    public async Task EndAsync()
    {
        await CloseAsync();
        await Server.DisposeAsync();
    }

    public async Task<string> TellAsync()
    {
        var text = new StringBuilder($"-- {Runtime.Name}");
        foreach (var client in _clients)
        {
            text.AppendLine().AppendLine($"-- events of the client:").Append(client.Events);
            try
            {
                var look = await client.LookAsync().WithTimeout(TimeSpan.FromSeconds(3));
                text.AppendLine().AppendLine($"-- {look.State} on {look.Transport}, {look.BufferedAmount} bytes unacknowledged");
                text.AppendJoin(Environment.NewLine, look.Attempts.TakeLast(10));
            }
            catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
            {
                text.AppendLine().AppendLine(fault.Message);
            }
        }

        text.AppendLine().AppendLine("-- the last requests:");
        text.AppendJoin(Environment.NewLine, Proxy.Requests.TakeLast(20).Select(static request => $"{request.Connection}.{request.Index} {request.Method} {request.Path}"));
        return text.ToString();
    }

    private async Task CloseAsync()
    {
        foreach (var client in _clients)
        {
            try
            {
                await client.CloseAsync().WithTimeout();
            }
            catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
            {
                // the scenario has failed by that already, or the runtime is gone
            }
        }
    }
}
