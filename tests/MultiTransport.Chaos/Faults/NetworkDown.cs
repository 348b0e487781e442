namespace MultiTransport.Chaos.Faults;

/// <summary>A network is gone for seconds: all its connections are cut and new ones refused.</summary>
internal sealed record NetworkDown() : ChaosFault("network down", Seconds(8), Seconds(40))
{
    public override async Task<int> StrikeAsync(Scene scene)
    {
        var proxy = scene.Proxy;
        proxy.Down = true;
        proxy.CutAll();
        await scene.LastAsync(scene.Between(0.5, 3));
        proxy.Down = false;
        return 1;
    }
}
