using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Lanes;
using MultiTransport.Chaos.Runs;

namespace MultiTransport.Chaos.Faults;

/// <summary>Lets every fault strike again and again, each in its own time, until it is stopped.</summary>
internal sealed class Weather(World world, HostProcess host, int seed)
{
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(FaultTable.All.Select((fault, index) => LoopAsync(fault, new Random(unchecked((seed * 31) + index)), stop)));

    private async Task LoopAsync(ChaosFault fault, Random random, CancellationToken stop)
    {
        world.Faults.Add(fault.Name, 0);
        var scene = new Scene(world.Proxies, host, random, stop);
        var pause = fault.Nearest * random.NextDouble(); // the first one soon: no run is too short for any of them
        while (await world.Tide.PauseAsync(pause, stop))
        {
            try
            {
                world.Faults.Add(fault.Name, await fault.StrikeAsync(scene));
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                world.Wrongs.Add(WrongKind.Broken, $"the host did not answer to '{fault.Name}': {error.Message}");
            }

            pause = fault.Nearest * Math.Pow(fault.Farthest / fault.Nearest, random.NextDouble());
        }
    }
}
