using System.Security.Cryptography;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Testing;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Storms;

/// <summary>
/// 5,000 messages each way through every public client, all clients at once. MULTITRANSPORT_CLIENT_STORM sets another size; from 100,000 on the clients take
/// turns and there are 50 promotions each direction at least.
/// </summary>
[Collection(Measured.Name)]
public class ClientStormTests(ITestOutputHelper output)
{
    private const int Small = 5_000;
    private const int Full = 100_000;

    private static readonly Dictionary<string, Lazy<Task<ClientStormReport>>> Storms =
        ClientRows.Names.ToDictionary(static name => name, static name => new Lazy<Task<ClientStormReport>>(() => Task.Run(() => StormAsync(name))));

    private static int Size => int.TryParse(Environment.GetEnvironmentVariable("MULTITRANSPORT_CLIENT_STORM"), out var size) ? size : Small;

    private static bool IsFull => Size >= Full;

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public async Task EveryMessage_OnceInOrder_EveryRungCarriesATenth(string client)
    {
        foreach (var other in ClientRows.Names.Where(static name => !IsFull && RuntimeTools.Missing(name) is null))
        {
            _ = Storms[other].Value; // begins
        }

        var report = await Storms[client].Value;

        output.WriteLine(report.ToString());
        ScenarioReport.Add(report);
        var promotions = IsFull ? 50 : 5;
        Assert.True(report.Outcome.Up >= promotions && report.Outcome.Down >= promotions, $"Fewer than {promotions} promotions: {report}");
        foreach (var transport in TransportName.All)
        {
            var counters = report.Outcome.Counters.GetValueOrDefault(transport) ?? new ScenarioCounters(0, 0, 0);
            Assert.True(counters.Up >= Size / 10 && counters.Down >= Size / 10, $"{transport} carried less than a tenth: {report}");
        }
    }

    private static async Task<ClientStormReport> StormAsync(string client)
    {
        ClientStormReport? report = null;
        var weather = new StormWeather(RandomNumberGenerator.GetInt32(int.MaxValue))
        {
            Stay = TimeSpan.FromSeconds(IsFull ? 1 : 1.5),
            Patience = TimeSpan.FromMinutes(IsFull ? 15 : 2),
        };
        await Stage.RunAsync(client, async stage => report = await new ClientStorm(stage, new StormPlan(Size, IsFull ? 500 : 150), weather).RunAsync());
        return report!;
    }
}
