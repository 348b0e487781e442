namespace MultiTransport.Chaos.Faults;

/// <summary>The host's wall clock is set, up to a day forward or back.</summary>
internal sealed record WallClockJump(bool Forward) : ChaosFault(Forward ? "wall clock forward" : "wall clock back", Seconds(5), Seconds(25))
{
    public override async Task<int> StrikeAsync(Scene scene)
    {
        await scene.Host.JumpWallAsync(scene.Between(60, 86_400) * (Forward ? 1 : -1));
        return 1;
    }
}
