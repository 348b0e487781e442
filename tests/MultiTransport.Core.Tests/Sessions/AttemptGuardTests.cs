using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class AttemptGuardTests
{
    private AttemptGuard _guard;

    [Fact]
    public void Check_RisingAttempts_AreFine()
    {
        Assert.False(_guard.HasSeenAny);
        Assert.Equal(CloseCode.None, _guard.Check(1, 10));
        Assert.True(_guard.HasSeenAny);
        Assert.Equal(CloseCode.None, _guard.Check(2, 20));
        Assert.Equal(CloseCode.None, _guard.Check(7, 20));
    }

    [Fact]
    public void Check_NewestWithItsNonce_IsServedAnew()
    {
        _guard.Check(3, 30);
        Assert.Equal(CloseCode.None, _guard.Check(3, 30));
        Assert.Equal(CloseCode.None, _guard.Check(3, 30));
    }

    [Fact]
    public void Check_Older_IsStaleWhateverItsNonce()
    {
        _guard.Check(3, 30);
        Assert.Equal(CloseCode.Stale, _guard.Check(2, 30));
        Assert.Equal(CloseCode.Stale, _guard.Check(2, 99));
        Assert.Equal(CloseCode.None, _guard.Check(3, 30));
    }

    [Fact]
    public void Check_NewestWithAnotherNonce_IsAConflict()
    {
        _guard.Check(3, 30);
        Assert.Equal(CloseCode.SessionConflict, _guard.Check(3, 31));
        Assert.Equal(CloseCode.None, _guard.Check(3, 30));
    }
}
