using System.Collections.Concurrent;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>
/// Runs a client through a network when its row asks for it, and through the networks behind that ahead of their rows. First echoes are timed two at a
/// time; climbs, which mostly wait, go on beside them.
/// </summary>
internal static class FaultRuns
{
    private const int Ahead = 10;

    private static readonly ConcurrentDictionary<(string Client, string Fault), Lazy<Task<FirstEcho>>> Runs = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<IClientRuntime>>> Clients = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Returns = new();
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Rooms = new();
    private static readonly SemaphoreSlim Timing = new(2);

    /// <summary>WebSocket is blocked and then not any more: completes when the client has it. Begun with the first row, since a verdict holds for half a minute.</summary>
    public static Task ReturnOfAsync(string client) =>
        Returns.GetOrAdd(client, static name => new Lazy<Task>(() => Task.Run(async () => await new FaultRun(await ClientAsync(name), NamedFaults.Named("upgrade-stripped")).ReturnAsync()))).Value;

    public static Task<FirstEcho> OfAsync(string client, NamedFault fault)
    {
        var start = NamedFaults.All.ToList().IndexOf(fault);
        var clients = ClientRows.Names.Where(static name => RuntimeTools.Missing(name) is null).ToList();
        foreach (var (name, network) in NamedFaults.All.Skip(start).Take(Ahead).SelectMany(_ => clients, static (network, name) => (name, network)))
        {
            _ = RunOf(name, network).Value;
        }

        _ = ReturnOfAsync(client);
        return RunOf(client, fault).Value;
    }

    private static Lazy<Task<FirstEcho>> RunOf(string client, NamedFault fault) =>
        Runs.GetOrAdd((client, fault.Name), _ => new Lazy<Task<FirstEcho>>(() => Task.Run(() => RunAsync(client, fault))));

    private static async Task<FirstEcho> RunAsync(string client, NamedFault fault)
    {
        var room = Rooms.GetOrAdd(client, static name => new SemaphoreSlim(RoomOf(name)));
        await room.WaitAsync();
        try
        {
            var run = new FaultRun(await ClientAsync(client), fault);
            if (run.IsSlow)
            {
                return await run.RunAsync(static () => { });
            }

            await Timing.WaitAsync();
            return await run.RunAsync(() => Timing.Release());
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>WebKit has 17 connections for everything.</summary>
    private static int RoomOf(string client) => client == ClientRuntimes.WebKit ? 6 : Ahead;

    /// <summary>Runtimes of their own: several networks use one at once. What is compiled or loaded at first is not measured.</summary>
    private static Task<IClientRuntime> ClientAsync(string name) => Clients.GetOrAdd(name, static name => new Lazy<Task<IClientRuntime>>(async () =>
    {
        var client = await ClientRuntimes.StartAsync(name);
        var stage = await Stage.BesideAsync(client, new ScenarioSetup());
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        await session.EchoAsync("warm");
        await stage.EndAsync();
        return client;
    })).Value;
}
