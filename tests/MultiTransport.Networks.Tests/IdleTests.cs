using System.Collections.Concurrent;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests;

/// <summary>Proxies with timers: sessions outlive them, or are not met by them.</summary>
[Collection(Networks.Name)]
public class IdleTests
{
    private static readonly ConcurrentDictionary<(string Client, string Row), Lazy<Task<IdleOutcome>>> Runs = new();

    public static TheoryData<string, string> Cells => IdleRows.Cells;

    [NetworkTheory]
    [MemberData(nameof(Cells))]
    public async Task Silence_IsOutlived(string client, string network)
    {
        var row = IdleRows.Named(network);

        var outcome = await OfAsync(client, row);

        MatrixReport.Add(outcome);
        if (row.Survives)
        {
            Assert.Equal(TransportName.WebSocket, outcome.Path[^1]);
            Assert.Single(outcome.Path, TransportName.WebSocket);
        }
        else
        {
            Assert.True(outcome.Path.Count > 2, $"Nothing was ended: {string.Join(" → ", outcome.Path)}");
        }
    }

    /// <summary>They wait for nearly all of their time, so all that may run are begun with the first.</summary>
    private static Task<IdleOutcome> OfAsync(string client, IdleRow row)
    {
        foreach (object[] cell in Cells)
        {
            var (otherClient, other) = ((string)cell[0], IdleRows.Named((string)cell[1]));
            if (Conformance.Runtimes.RuntimeTools.Absent(otherClient) is null && other.Program.Missing is null)
            {
                _ = RunOf(otherClient, other).Value;
            }
        }

        return RunOf(client, row).Value;
    }

    private static Lazy<Task<IdleOutcome>> RunOf(string client, IdleRow row) => Runs.GetOrAdd((client, row.Name), _ => new Lazy<Task<IdleOutcome>>(() => Task.Run(async () =>
    {
        var origins = await Origins.Instance;
        await ProxyPark.StartAsync(row.Program);
        return await new IdleRun(client, row, await CellClients.OfAsync(client, row.ProxyPort), origins.EndpointOf(row.Path(client))).RunAsync();
    })));
}
