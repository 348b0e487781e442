using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Tests.Host;

public class JumpingClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly JumpingClock _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void JumpWall_MovesTheWallClockOnly(int direction)
    {
        var stamp = _clock.GetTimestamp();

        _clock.JumpWall(Day * direction);

        var off = _clock.GetUtcNow() - TimeProvider.System.GetUtcNow();
        Assert.InRange((off - (Day * direction)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(_clock.GetElapsedTime(stamp), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void JumpMonotonic_LetsTimePass()
    {
        var stamp = _clock.GetTimestamp();

        _clock.JumpMonotonic(Day);

        Assert.InRange(_clock.GetElapsedTime(stamp), Day, Day + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void JumpMonotonic_Back_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.JumpMonotonic(-Day));
}
