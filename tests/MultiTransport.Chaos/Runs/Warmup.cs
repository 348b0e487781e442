using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Host;
using MultiTransport.Chaos.Lanes;
using MultiTransport.Client;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Runs;

/// <summary>Uses every transport once, so that what a process makes at its first use counts as held before.</summary>
internal static class Warmup
{
    public static async Task RunAsync(Uri host)
    {
        var (life, random) = (0, new Random(0));
        foreach (var transport in TransportName.All)
        {
            var world = new World(host, []);
            var warm = new LaneLife(world, -1, ++life);
            await using var session = await ClientSession.ConnectAsync(new Uri(host, ChaosHost.SdkPath), new ClientSessionOptions { Verdicts = null });
            await session.UseAsync(transport);
            await session.SendAsync(warm.Next(ParcelKind.Message, random));
            await foreach (var message in session)
            {
                warm.Take(message.Data);
                break;
            }
        }

        using var poll = new NativePollClient(new Uri(host, ChaosHost.NativePath));
        await poll.PollAsync();
        await using var lines = await JsonLinesClient.OpenAsync(new Uri(host, ChaosHost.NativePath));
        await using var socket = await BareWebSocket.ConnectAsync(new Uri(host, ChaosHost.NativePath));
        await socket.CloseAsync();
    }
}
