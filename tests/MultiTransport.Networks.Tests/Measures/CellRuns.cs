using System.Collections.Concurrent;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;

namespace MultiTransport.Networks.Tests.Measures;

/// <summary>Every cell is run once. Most of one is waiting, so the next ones run ahead; what is timed has the machine nearly to itself.</summary>
internal static class CellRuns
{
    private const int Ahead = 8;

    private static readonly ConcurrentDictionary<(string Client, string Row), Lazy<Task<CellOutcome>>> Runs = new();
    private static readonly SemaphoreSlim Timing = new(2);
    private static readonly Lazy<Task> Ready = new(static () => Task.Run(PrepareAsync));

    public static Task<CellOutcome> OfAsync(string client, string row)
    {
        foreach (var cell in CellOrder.Planned.SkipWhile(cell => cell != (client, row)).Take(Ahead))
        {
            _ = RunOf(cell).Value; // begins
        }

        return RunOf((client, row)).Value;
    }

    private static Lazy<Task<CellOutcome>> RunOf((string Client, string Row) cell) =>
        Runs.GetOrAdd(cell, static cell => new Lazy<Task<CellOutcome>>(() => Task.Run(() => RunAsync(cell.Client, NetworkRows.Named(cell.Row)))));

    private static async Task<CellOutcome> RunAsync(string client, NetworkRow row)
    {
        await Ready.Value;
        var origins = await Origins.Instance;
        await Task.WhenAll(row.Programs.Select(ProxyPark.StartAsync));
        var run = new CellRun(client, row, await CellClients.OfAsync(client, row), origins.EndpointOf(row.Path(client)));
        await Timing.WaitAsync();
        var released = 0;
        return await run.RunAsync(() =>
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                Timing.Release();
            }
        });
    }

    /// <summary>Everything that starts takes the machine, and what is timed would see it: it is over before the first cell. What fails to start fails its own cells.</summary>
    private static async Task PrepareAsync()
    {
        var cells = CellOrder.Planned.Select(static cell => (cell.Client, Row: NetworkRows.Named(cell.Row))).ToList();
        Task[] starts =
        [
            .. cells.SelectMany(static cell => cell.Row.Programs).Distinct().Select(ProxyPark.StartAsync),
            .. cells.Select(static cell => CellClients.OfAsync(cell.Client, cell.Row)).Distinct(),
        ];
        await Task.WhenAny(Task.WhenAll(starts));
    }
}
