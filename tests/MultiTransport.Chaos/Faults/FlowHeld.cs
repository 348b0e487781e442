using MultiTransport.Testing;

namespace MultiTransport.Chaos.Faults;

/// <summary>Some connections stand still in one direction for a while, and then go on: a slow reader below HTTP.</summary>
internal sealed record FlowHeld() : ChaosFault("connection held", Seconds(2), Seconds(10))
{
    private const double OneIn = 0.15;

    public override async Task<int> StrikeAsync(Scene scene)
    {
        var direction = scene.Random.Next(3) == 0 ? ProxyDirection.Up : ProxyDirection.Down;
        var held = scene.Proxy.OpenConnections.Where(_ => scene.Random.NextDouble() < OneIn).ToList();
        held.ForEach(connection => connection.SetFlow(direction, ProxyFlow.Hold));
        await scene.LastAsync(scene.Between(1, 12)); // up to beyond the server's time-out for a write
        held.ForEach(connection => connection.SetFlow(direction, ProxyFlow.Forward));
        return held.Count;
    }
}
