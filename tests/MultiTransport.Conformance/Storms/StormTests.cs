using System.Security.Cryptography;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Storms;

/// <summary>100,000 messages each way, on a fixed seed and ten random ones, three at a time; MULTITRANSPORT_STORM sets another size for the random ones.</summary>
public class StormTests(ITestOutputHelper output)
{
    private const int FixedSeed = 20261122;
    private const int Full = 100_000;

    private static readonly int RandomSize = int.TryParse(Environment.GetEnvironmentVariable("MULTITRANSPORT_STORM"), out var size) ? size : Full;
    private static readonly SemaphoreSlim Room = new(3); // they keep a pace, so that they outlast many cuts, and leave the machine idle for most of it

    private static readonly Dictionary<int, Lazy<Task<StormReport>>> Storms =
        Enumerable.Range(0, 10).Select(static _ => RandomNumberGenerator.GetInt32(int.MaxValue)).Prepend(FixedSeed).Distinct()
            .ToDictionary(static seed => seed, static seed => new Lazy<Task<StormReport>>(() => Task.Run(() => RunAsync(seed))));

    public static TheoryData<int> Seeds => new(Storms.Keys);

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task EveryMessage_OnceInOrder_EveryTransportCarriesATenth(int seed)
    {
        foreach (var storm in Storms.Values)
        {
            _ = storm.Value; // begins
        }

        output.WriteLine($"seed {seed}, {SizeOf(seed)} messages each way");
        var report = await Storms[seed].Value;

        output.WriteLine(report.ToString());
        foreach (var (transport, counters) in report.Counters)
        {
            Assert.True(counters.MessagesUp >= SizeOf(seed) / 10, $"{transport} carried {counters.MessagesUp} up: {report}");
            Assert.True(counters.MessagesDown >= SizeOf(seed) / 10, $"{transport} carried {counters.MessagesDown} down: {report}");
        }
    }

    private static int SizeOf(int seed) => seed == FixedSeed ? Full : RandomSize;

    private static async Task<StormReport> RunAsync(int seed)
    {
        await Room.WaitAsync();
        try
        {
            return await new Storm(seed, SizeOf(seed)).RunAsync();
        }
        finally
        {
            Room.Release();
        }
    }
}
