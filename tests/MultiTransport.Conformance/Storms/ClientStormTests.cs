using System.Security.Cryptography;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Testing;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Storms;

/// <summary>
/// 5,000 messages each way through every public client. MULTITRANSPORT_CLIENT_STORM sets another size; from 100,000 on cuts are as far apart as they get
/// and there are 50 promotions each direction at least.
/// </summary>
[Collection(Measured.Name)]
public class ClientStormTests(ITestOutputHelper output)
{
    private const int Small = 5_000;
    private const int Full = 100_000;

    private static int Size => int.TryParse(Environment.GetEnvironmentVariable("MULTITRANSPORT_CLIENT_STORM"), out var size) ? size : Small;

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task EveryMessage_OnceInOrder_EveryRungCarriesATenth(string client) => Stage.RunAsync(client, async stage =>
    {
        var isFull = Size >= Full;
        var weather = new StormWeather(RandomNumberGenerator.GetInt32(int.MaxValue))
        {
            FarthestCut = TimeSpan.FromSeconds(isFull ? 10 : 1),
            Patience = TimeSpan.FromMinutes(isFull ? 15 : 2),
        };

        var report = await new ClientStorm(stage, new StormPlan(Size, isFull ? 1_000 : 400), weather).RunAsync();

        output.WriteLine(report.ToString());
        ScenarioReport.Add(report);
        var promotions = Math.Min(50, 50 * Size / Full * 4);
        Assert.True(report.Outcome.Up >= promotions && report.Outcome.Down >= promotions, $"Fewer than {promotions} promotions: {report}");
        foreach (var transport in TransportName.All)
        {
            var counters = report.Outcome.Counters.GetValueOrDefault(transport) ?? new ScenarioCounters(0, 0, 0);
            Assert.True(counters.Up >= Size / 10 && counters.Down >= Size / 10, $"{transport} carried less than a tenth: {report}");
        }
    });
}
