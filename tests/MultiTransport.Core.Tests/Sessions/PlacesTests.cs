namespace MultiTransport.Core.Tests;

public sealed class PlacesTests
{
    private readonly Session _session = new World().Open();

    [Fact]
    public void Use_AgainBeforeItsSuccessor_GivesTheSameSuccessor()
    {
        var first = _session.IssuePlaceToken();
        Assert.True(_session.TryUsePlace(first, 0, out var second));
        Assert.True(_session.TryUsePlace(first, 0, out var again));
        Assert.Equal(second.Reveal(), again.Reveal());
        Assert.NotEqual(first.Reveal(), second.Reveal());
    }

    [Fact]
    public void Use_AfterItsSuccessorWasUsed_IsRefused()
    {
        var first = _session.IssuePlaceToken();
        Assert.True(_session.TryUsePlace(first, 0, out var second));
        Assert.True(_session.TryUsePlace(second, 0, out var third));
        Assert.False(_session.TryUsePlace(first, 0, out _));
        Assert.True(_session.TryUsePlace(second, 0, out var again));
        Assert.Equal(third.Reveal(), again.Reveal());
        Assert.True(_session.TryUsePlace(third, 0, out _));
        Assert.False(_session.TryUsePlace(second, 0, out _));
    }

    [Fact]
    public void Use_OfAnotherSession_IsRefused()
    {
        var other = new World().Open().IssuePlaceToken();
        Assert.False(_session.TryUsePlace(other, 0, out _));
        _session.IssuePlaceToken();
        Assert.False(_session.TryUsePlace(other, 0, out _));
        Assert.False(_session.TryUsePlace(_session.Secret, 0, out _));
    }

    [Fact]
    public void Use_ANumberThatWasNeverWritten_IsRefused()
    {
        var token = _session.IssuePlaceToken();
        _session.TrySend(Message.FromText("a"));
        Assert.False(_session.TryUsePlace(token, 1, out _));
        Assert.False(_session.TryUsePlace(token, -1, out _));
        new Client(_session).Native().Read();
        Assert.True(_session.TryUsePlace(token, 1, out _));
    }

    [Fact]
    public void Prefix_NamesTheSessionAndTheToken()
    {
        var token = _session.IssuePlaceToken();
        Assert.Equal($"v1.{_session.Id}.{token.Reveal()}.", _session.PlacePrefix(token));
    }
}
