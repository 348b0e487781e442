using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Lanes;

namespace MultiTransport.Chaos.Tests.Checks;

/// <summary>The end of a life: the client's side of the books against the server's.</summary>
public class SettleTests
{
    private readonly World _world = new(new Uri("http://127.0.0.1:1/"), []);
    private readonly Random _random = new(1);
    private readonly List<Parcel> _sent = [];

    [Fact]
    public void AllTaken_AllEchoed_NothingIsWrong()
    {
        Settle(static sent => sent, static echoes => echoes);

        Assert.Empty(_world.Wrongs.Texts);
    }

    [Fact]
    public void OneMessageUp_NeverTaken_IsLost()
    {
        Settle(static sent => sent.SkipLast(1), static echoes => echoes);

        Assert.Equal(1, _world.Wrongs[WrongKind.Lost]);
    }

    [Fact]
    public void OneMessageUp_TakenTwiceUnderTwoNumbers_IsDoubled()
    {
        Settle(static sent => [.. sent, sent[^1]], static echoes => echoes);

        Assert.Equal(1, _world.Wrongs[WrongKind.Doubled]);
    }

    [Fact]
    public void OneEcho_NeverCame_IsLost()
    {
        Settle(static sent => sent, static echoes => echoes.SkipLast(1));

        Assert.Equal(1, _world.Wrongs[WrongKind.Lost]);
    }

    [Fact]
    public void OneFloodMessage_AcknowledgedAndNeverTaken_IsLost()
    {
        var life = new LaneLife(_world, 1, 1);
        life.SurplusTaken();

        life.Settle(new Closing(default, default, default, Surplus: 0));

        Assert.Equal(1, _world.Wrongs[WrongKind.Lost]);
    }

    [Fact]
    public void OneMessageUp_RefusedAsItsSenderWasTold_IsNoLoss()
    {
        var life = new LaneLife(_world, 1, 1);
        life.Next(ParcelKind.Message, _random);
        _world.Wrongs.Add(WrongKind.Lost, "the server's ledger saw a number left out");

        life.Refused(ParcelKind.Message);
        life.Settle(default);

        Assert.Equal(0, _world.Wrongs[WrongKind.Lost]);
        Assert.True(life.IsQuiet);
    }

    [Fact]
    public void MessageOfAnotherLane_IsTold()
    {
        new LaneLife(_world, 1, 1).Take(Parcel.Write(ParcelKind.Echo, 2, 1, 1, []));

        Assert.Equal(1, _world.Wrongs[WrongKind.Changed]);
    }

    /// <summary>Five messages up and their echoes down, as the host and the network treat them.</summary>
    private void Settle(Func<IReadOnlyList<Parcel>, IEnumerable<Parcel>> up, Func<IReadOnlyList<byte[]>, IEnumerable<byte[]>> down)
    {
        var life = new LaneLife(_world, 1, 1);
        for (var i = 0; i < 5; i++)
        {
            _sent.Add(Parcel.Read(life.Next(ParcelKind.Message, _random))!.Value);
        }

        var (taken, echoed) = (new Tally(), new Tally());
        foreach (var parcel in up(_sent))
        {
            taken = taken.Add(parcel.Hash);
        }

        var echoes = new List<byte[]>();
        foreach (var parcel in _sent)
        {
            echoes.Add(Parcel.Write(ParcelKind.Echo, 1, 1, echoed.Count + 1, parcel.Body.Span));
            echoed = echoed.Add(Parcel.HashIn(echoes[^1]));
        }

        foreach (var echo in down(echoes))
        {
            life.Take(echo);
        }

        life.Settle(new Closing(echoed, default, taken, 0));
    }
}
