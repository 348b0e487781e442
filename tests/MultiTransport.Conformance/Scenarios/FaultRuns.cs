using System.Collections.Concurrent;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>
/// Runs all clients through a network when the first row asks for it, and the networks behind it ahead of theirs. First echoes are timed one after the other;
/// climbs, which mostly wait, go on beside them.
/// </summary>
internal static class FaultRuns
{
    private const int Ahead = 8;

    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, Task<FirstEcho>>>>> Runs = new();
    private static readonly SemaphoreSlim Timing = new(1);
    private static readonly Lazy<Task<IReadOnlyList<IClientRuntime>>> Clients = new(StartAsync);

    private static readonly Lazy<Task<IReadOnlyDictionary<string, Task>>> Returns = new(() => Task.Run(ReturnAsync));

    /// <summary>WebSocket is blocked and then not any more: completes when the client has it. Begun with the first row, since a verdict holds for half a minute.</summary>
    public static async Task ReturnOfAsync(string client) => await (await Returns.Value)[client];

    public static async Task<FirstEcho> OfAsync(string client, NamedFault fault)
    {
        var start = NamedFaults.All.ToList().IndexOf(fault);
        var runs = NamedFaults.All.Skip(start).Take(Ahead).Select(static network => RunOf(network).Value).ToList(); // begins the ones ahead too
        _ = Returns.Value;
        return await (await runs[0])[client];
    }

    private static Lazy<Task<IReadOnlyDictionary<string, Task<FirstEcho>>>> RunOf(NamedFault fault) =>
        Runs.GetOrAdd(fault.Name, _ => new Lazy<Task<IReadOnlyDictionary<string, Task<FirstEcho>>>>(() => Task.Run(() => RunAsync(fault))));

    /// <summary>Runtimes of their own: several networks use one at once. What is compiled or loaded at first is not measured.</summary>
    private static async Task<IReadOnlyList<IClientRuntime>> StartAsync()
    {
        var clients = await Task.WhenAll(ClientRows.Names.Where(static name => RuntimeTools.Missing(name) is null).Select(ClientRuntimes.StartAsync));
        foreach (var client in clients)
        {
            var stage = await Stage.BesideAsync(client, new ScenarioSetup());
            var session = await stage.ConnectAsync();
            await session.UntilTransportAsync("websocket");
            await session.EchoAsync("warm");
            await stage.EndAsync();
        }

        return clients;
    }

    private static async Task<IReadOnlyDictionary<string, Task>> ReturnAsync() =>
        (await Clients.Value).ToDictionary(static client => client.Name, static client => new FaultRun(client, NamedFaults.Named("upgrade-stripped")).ReturnAsync());

    private static async Task<IReadOnlyDictionary<string, Task<FirstEcho>>> RunAsync(NamedFault fault)
    {
        var clients = await Clients.Value;
        var results = new Dictionary<string, Task<FirstEcho>>();
        foreach (var client in clients)
        {
            var run = new FaultRun(client, fault);
            if (run.IsSlow)
            {
                results[client.Name] = run.RunAsync(static () => Task.CompletedTask);
            }
            else
            {
                await Timing.WaitAsync();
                var timed = new TaskCompletionSource();
                results[client.Name] = run.RunAsync(() =>
                {
                    Timing.Release();
                    timed.TrySetResult();
                    return Task.CompletedTask;
                });
                await timed.Task;
            }
        }

        return results;
    }
}
