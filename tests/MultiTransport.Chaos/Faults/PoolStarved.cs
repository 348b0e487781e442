namespace MultiTransport.Chaos.Faults;

/// <summary>All threads of the host's pool are blocked for seconds. It counts where a piece of work then really waited.</summary>
internal sealed record PoolStarved() : ChaosFault("thread pool starved", Seconds(15), Seconds(60))
{
    private const double WasFeltMilliseconds = 200;

    public override async Task<int> StrikeAsync(Scene scene) => await scene.Host.StarveAsync(scene.Between(0.5, 2.5)) > WasFeltMilliseconds ? 1 : 0;
}
