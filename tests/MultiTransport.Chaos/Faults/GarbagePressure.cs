namespace MultiTransport.Chaos.Faults;

/// <summary>The host makes garbage of all sizes and collects the oldest generation in between. It counts collections.</summary>
internal sealed record GarbagePressure() : ChaosFault("full collection under pressure", Seconds(3), Seconds(15))
{
    public override Task<int> StrikeAsync(Scene scene) => scene.Host.MakeGarbageAsync(scene.Random.Next(32, 256));
}
