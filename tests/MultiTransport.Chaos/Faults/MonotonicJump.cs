namespace MultiTransport.Chaos.Faults;

/// <summary>The host's monotonic clock leaps, as after the machine was paused: everything is due at once.</summary>
internal sealed record MonotonicJump() : ChaosFault("monotonic clock forward", Seconds(8), Seconds(30))
{
    public override async Task<int> StrikeAsync(Scene scene)
    {
        await scene.Host.JumpMonotonicAsync(scene.Between(2, 25));
        return 1;
    }
}
