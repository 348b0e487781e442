using MultiTransport.Trust.Attacks;
using MultiTransport.Trust.Attacks.Floods;
using MultiTransport.Trust.Attacks.Pages;
using MultiTransport.Trust.Attacks.Slow;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Tests;

/// <summary>Every attack in small: the server answers as it should, its memory stays bounded, and the sessions beside it lose nothing. How fast is not judged here.</summary>
public sealed class AttackTests(ArenaFixture fixture) : IClassFixture<ArenaFixture>
{
    private const long MostGrowth = 64L * 1024 * 1024;

    /// <summary>All but those that need a program of the machine.</summary>
    public static TheoryData<string> Names => [.. AttackList.All().Where(static attack => attack is not (ForeignPage or SlowHttpTest)).Select(static attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Attack_InSmall_ChangesNothingForOthers(string name) => RunAsync(name);

    [BrowserFact("chromium")]
    public Task Page_OfAnotherOriginInChromium_OpensNothing() => RunAsync("page-chromium");

    [BrowserFact("firefox")]
    public Task Page_OfAnotherOriginInFirefox_OpensNothing() => RunAsync("page-firefox");

    private async Task RunAsync(string name)
    {
        var attack = AttackList.All().Single(one => one.Name == name);

        var report = await fixture.Arena.RunAsync(attack, EffortOf(attack), quiet: TimeSpan.Zero);

        Assert.Empty(report.Faults);
        Assert.True(report.Tried > 0, "nothing was tried");
        Assert.NotEmpty(report.Answers);
        Assert.True(fixture.Arena.Server.IsRunning, "the server ended");
        Assert.True(report.Under.Returned > 0, "the probes heard nothing");
        Assert.True(report.After.Heap < report.Before.Heap + MostGrowth, $"the heap grew from {report.Before.Heap} to {report.After.Heap} bytes");
    }

    /// <summary>Those that hold something go on for their time; the others for their count.</summary>
    private static Effort EffortOf(IAttack attack) => attack switch
    {
        SlowHeaders or SlowBodies or SlowReaders => new Effort(60, TimeSpan.FromSeconds(2)),
        HalfOpenUpgrades => new Effort(1_100, TimeSpan.FromSeconds(3)),
        _ => new Effort(250, TimeSpan.FromSeconds(20)),
    };
}
