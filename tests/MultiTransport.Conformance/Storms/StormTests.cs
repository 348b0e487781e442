using System.Security.Cryptography;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Storms;

/// <summary>100,000 messages each way, on a fixed seed and ten random ones; MULTITRANSPORT_STORM sets another size for the random ones.</summary>
public class StormTests(ITestOutputHelper output)
{
    private const int FixedSeed = 20261122;
    private const int Full = 100_000;

    private static int RandomSize => int.TryParse(Environment.GetEnvironmentVariable("MULTITRANSPORT_STORM"), out var size) ? size : Full;

    public static TheoryData<int> RandomSeeds
    {
        get
        {
            var seeds = new TheoryData<int>();
            for (var i = 0; i < 10; i++)
            {
                seeds.Add(RandomNumberGenerator.GetInt32(int.MaxValue));
            }

            return seeds;
        }
    }

    [Fact]
    public Task FixedSeed_EveryMessageOnceInOrder_EveryTransportCarriesATenth() => RunAsync(FixedSeed, Full);

    [Theory]
    [MemberData(nameof(RandomSeeds), DisableDiscoveryEnumeration = true)]
    public Task RandomSeed_EveryMessageOnceInOrder_EveryTransportCarriesATenth(int seed) => RunAsync(seed, RandomSize);

    private async Task RunAsync(int seed, int count)
    {
        output.WriteLine($"seed {seed}, {count} messages each way");
        var report = await new Storm(seed, count).RunAsync();
        output.WriteLine(report.ToString());
        foreach (var (transport, counters) in report.Counters)
        {
            Assert.True(counters.MessagesUp >= count / 10, $"{transport} carried {counters.MessagesUp} up: {report}");
            Assert.True(counters.MessagesDown >= count / 10, $"{transport} carried {counters.MessagesDown} down: {report}");
        }
    }
}
