namespace MultiTransport.Client.Tests;

public sealed class PathRulesTests
{
    [Fact]
    public void BackOff_FailuresInARow_StaysBelowADoublingBound()
    {
        var backOff = new BackOff(new Random(7));
        for (var failures = 0; failures < 20; failures++)
        {
            Assert.InRange(backOff.Next().TotalMilliseconds, 0, Math.Min(30_000, 250 * Math.Pow(2, failures)));
        }

        Assert.Equal(TimeSpan.FromMinutes(2), backOff.Next(TimeSpan.FromMinutes(2)));
        backOff.Reset();
        Assert.InRange(backOff.Next().TotalMilliseconds, 0, 250);
    }

    [Fact]
    public void RoundTrip_Doubted_IsDoubledFromOneSecondToEightUntilASampleSaysBetter()
    {
        var rtt = new RoundTrip();
        foreach (var seconds in new[] { 1, 2, 4, 8, 8 })
        {
            rtt.Doubt();
            Assert.Equal(TimeSpan.FromSeconds(seconds), rtt.Value);
        }

        rtt.Sample(TimeSpan.FromSeconds(9)); // the first one is believed, whatever was assumed
        Assert.Equal(TimeSpan.FromSeconds(9), rtt.Value);
        rtt.Doubt();
        Assert.Equal(TimeSpan.FromSeconds(9), rtt.Value);
        rtt.Sample(TimeSpan.FromMilliseconds(20));
        Assert.Equal(TimeSpan.FromMilliseconds(20), rtt.Value);
    }

    [Fact]
    public void RoundTrip_Samples_FollowTheSmallestSlowly()
    {
        var rtt = new RoundTrip();
        Assert.Equal(100, rtt.Value.TotalMilliseconds);
        rtt.Sample(TimeSpan.FromMilliseconds(200));
        Assert.Equal(200, rtt.Value.TotalMilliseconds);
        rtt.Sample(TimeSpan.FromMilliseconds(40));
        Assert.Equal(40, rtt.Value.TotalMilliseconds);
        rtt.Sample(TimeSpan.FromMilliseconds(120));
        Assert.Equal(50, rtt.Value.TotalMilliseconds);
        Assert.Equal(TimeSpan.FromMilliseconds(300), rtt.AtLeast(TimeSpan.FromMilliseconds(300), 2));
    }

    [Fact]
    public void HoldLearner_TwoCutsOfOneAge_ShortenAndTenFullHoldsLengthen()
    {
        var learner = new HoldLearner();
        learner.Offered(TimeSpan.FromSeconds(20));
        learner.Cut(TimeSpan.FromSeconds(0.5));
        learner.Cut(TimeSpan.FromSeconds(10));
        Assert.Equal(20, learner.Hold.TotalSeconds);
        learner.Cut(TimeSpan.FromSeconds(10.9));
        Assert.Equal(7.63, learner.Hold.TotalSeconds, 3);
        for (var full = 0; full < 10; full++)
        {
            learner.Full();
        }

        Assert.Equal(8.393, learner.Hold.TotalSeconds, 3);
        learner.Cut(TimeSpan.FromSeconds(3));
        learner.Cut(TimeSpan.FromSeconds(3));
        Assert.Equal(5, learner.Hold.TotalSeconds);
    }

    [Theory]
    [InlineData("websocket sse longpoll shortpoll", "longpoll")]
    [InlineData("websocket shortpoll", "shortpoll")]
    [InlineData("websocket sse stream", "stream")]
    [InlineData("websocket", "websocket")]
    public void Ladder_Floor_IsAPollOrTheLowest(string rungs, string floor) => Assert.Equal(floor, new Ladder(rungs.Split(' ')).Floor);

    [Fact]
    public void Ladder_Above_IsBestFirst() => Assert.Equal(["websocket", "sse"], new Ladder(["websocket", "sse", "longpoll"]).Above("longpoll"));

    [Fact]
    public void HandshakeProof_EachLimit_HasItsReason()
    {
        var proof = new HandshakeProof(TimeSpan.FromMilliseconds(20));
        Assert.Equal(ProofResult.Unknown, proof.Judge(TimeSpan.FromSeconds(1.4)));
        Assert.Equal("no-answer", proof.Judge(TimeSpan.FromSeconds(1.5)).Reason);
        proof.Opened(TimeSpan.FromSeconds(1.4));
        Assert.Equal(ProofResult.Unknown, proof.Judge(TimeSpan.FromSeconds(2.3)));
        Assert.Equal("swallowed", proof.Judge(TimeSpan.FromSeconds(2.4)).Reason);
        proof.Attached(TimeSpan.FromSeconds(2.3));
        Assert.True(proof.Judge(TimeSpan.FromSeconds(2.3)).IsProven);
        Assert.Equal(TimeSpan.FromSeconds(4), new HandshakeProof(TimeSpan.FromSeconds(1)).NextLook);
    }

    [Theory]
    [InlineData(new double[] { 10, 510, 1010 }, null)]
    [InlineData(new double[] { 10, 510, 1300 }, "late")] // 290 ms late, and 250 + 20 are allowed
    [InlineData(new double[] { 1000, 1000, 1000 }, "late")]
    [InlineData(new double[] { 250, 700, 990 }, "late")] // within 740 ms: gathered
    public void BeatProof_Beats_MustComeApartAndInTime(double[] arrivals, string? reason)
    {
        var proof = new BeatProof(TimeSpan.FromMilliseconds(20));
        for (var beat = 0; beat < 3; beat++)
        {
            var stamp = new byte[8];
            proof.Ping(TimeSpan.FromMilliseconds(arrivals[beat]), stamp.AsSpan(0, Varint.Write(stamp, beat * 500)));
        }

        var result = proof.Judge(TimeSpan.FromMilliseconds(arrivals[2]));
        Assert.Equal((reason is null, reason), (result.IsProven, result.Reason));
    }

    [Fact]
    public void BeatProof_NoBeat_IsHeldAndAMissingOneIsLate()
    {
        var rtt = TimeSpan.FromMilliseconds(100);
        var proof = new BeatProof(rtt);
        Assert.Equal(ProofResult.Unknown, proof.Judge(TimeSpan.FromMilliseconds(1399)));
        Assert.Equal("held", proof.Judge(TimeSpan.FromMilliseconds(1400)).Reason);
        proof.Ping(TimeSpan.FromMilliseconds(110), [0]);
        Assert.Equal(ProofResult.Unknown, proof.Judge(TimeSpan.FromMilliseconds(1449)));
        Assert.Equal("late", proof.Judge(TimeSpan.FromMilliseconds(1450)).Reason);
    }

    [Theory]
    [InlineData(new[] { 50, 550, 1050 }, true, true)]
    [InlineData(new[] { 35, 535, 1035 }, true, true)]
    [InlineData(new[] { 50, 534, 1050 }, true, false)]
    [InlineData(new[] { 2, 502, 1002 }, true, false)]
    [InlineData(new[] { 300, 800, 1300 }, false, false)]
    public void BeatProof_AllBeatsALittleLate_AsksForTrailingWrites(int[] arrivals, bool isProven, bool wantsTrailing)
    {
        var proof = new BeatProof(TimeSpan.Zero);
        var stamp = new byte[Varint.MaxLength];
        for (var beat = 0; beat < arrivals.Length; beat++)
        {
            proof.Ping(TimeSpan.FromMilliseconds(arrivals[beat]), stamp.AsSpan(0, Varint.Write(stamp, beat * 500)));
        }

        var result = proof.Judge(TimeSpan.FromMilliseconds(arrivals[^1]));
        Assert.Equal((isProven, wantsTrailing), (result.IsProven, result.WantsTrailing));
    }
}
