using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Rivals;

/// <summary>
/// SignalR and Socket.IO in Chromium through the same proxies, with <c>MULTITRANSPORT_NETWORKS_RIVALS=1</c>. They are measured, not judged: a row is green when it was measured.
/// </summary>
[Collection(Networks.Name)]
public class RivalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    public static IEnumerable<object[]> Cells => Rival.All.SelectMany(static _ => Rival.Rows, static (rival, row) => new object[] { rival.Name, row.Name });

    [RivalTheory]
    [MemberData(nameof(Cells))]
    public async Task Rival_IsMeasured(string library, string network)
    {
        var rival = Rival.All.Single(one => one.Name == library);
        Assert.Null(rival.Missing);
        var row = NetworkRows.Named(network);
        await rival.StartAsync();
        await Task.WhenAll(row.Programs.Select(program => ProxyPark.StartAsync(program.Behind(library))));
        var runtime = await CellClients.OfAsync(ClientRuntimes.Chromium, proxy: null);

        var outcome = await MeasureAsync(rival, row, runtime);

        MatrixReport.Add(outcome);
    }

    private static async Task<RivalOutcome> MeasureAsync(Rival rival, NetworkRow row, IClientRuntime runtime)
    {
        var start = TimeProvider.System.GetTimestamp();
        var session = await runtime.ConnectAsync(rival.Url(row), new ScenarioOptions { Script = rival.Script }, "hello").WithTimeout();
        var echo = session.Messages.ReadAsync().AsTask();
        await Task.WhenAny(echo, session.Closed, Task.Delay(Patience, TimeProvider.System));
        if (!echo.IsCompletedSuccessfully)
        {
            var fate = session.Closed.IsCompleted
                ? $"failed after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s: {(await session.Closed).Reason}"
                : $"{(await session.LookAsync().WithTimeout()).State}, no echo in {Patience.TotalSeconds:0} s";
            return new RivalOutcome(rival.Name, row.Name, Transport: null, FirstMessage: null, fate, LostUp: null, LostDown: null);
        }

        for (var number = 1; number <= Payload.Count; number++)
        {
            _ = session.SendAsync($"#{number} {string.Concat(Enumerable.Repeat("a plain word ", number % 15))}");
        }

        _ = session.SendAsync($"down {Payload.Count}");
        var received = new HashSet<string>();
        while (received.Count < Payload.Count && await NextAsync(session) is { } message)
        {
            received.Add(message);
        }

        var look = await session.LookAsync().WithTimeout();
        var (_, distinct) = await rival.ReportAsync(row);
        await Task.WhenAny(session.CloseAsync(), Task.Delay(Quiet, TimeProvider.System));
        return new RivalOutcome(rival.Name, row.Name, look.Transport, await session.FirstMessageAfter, Fate: null, Payload.Count - distinct, Payload.Count - received.Count);
    }

    private static async Task<string?> NextAsync(IScenarioClient session)
    {
        try
        {
            return (await session.Messages.ReadAsync().AsTask().WithTimeout(Quiet)).Text;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
