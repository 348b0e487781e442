namespace MultiTransport.Chaos.Faults;

/// <summary>Not a fault but load: one message to every session of the SDK's endpoint. It counts those that took it.</summary>
internal sealed record Broadcasts() : ChaosFault("broadcast delivered", Seconds(0.5), Seconds(3))
{
    public override Task<int> StrikeAsync(Scene scene) => scene.Host.BroadcastAsync();
}
