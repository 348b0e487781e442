using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Core.Tests;

public sealed class CutLearnerTests
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(30);

    private readonly CutLearner _own = new(cuts: 2, sessions: 1, Expiry);
    private readonly CutLearner _shared = new(cuts: 3, sessions: 3, Expiry);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Two_silences_that_agree_are_an_idle_timer()
    {
        Cut(_own, 1, alive: 400, silent: 60);
        Assert.Null(_own.Idle(_now));
        Cut(_own, 1, alive: 95, silent: 61.5);
        Assert.Equal(60, _own.Idle(_now)?.Value.TotalSeconds);
        Assert.Null(_own.Life(_now));
    }

    [Fact]
    public void Two_ages_that_agree_while_bytes_flowed_are_a_limit_of_life()
    {
        Cut(_own, 1, alive: 30, silent: 0.2);
        Assert.Null(_own.Life(_now));
        Cut(_own, 1, alive: 30.4, silent: 1.7);
        Assert.Equal(30, _own.Life(_now)?.Value.TotalSeconds);
        Assert.Null(_own.Idle(_now));
    }

    [Fact]
    public void A_cut_without_any_traffic_counts_as_idle()
    {
        Cut(_own, 1, alive: 30, silent: 30);
        Cut(_own, 1, alive: 30, silent: 30);
        Assert.Equal(30, _own.Idle(_now)?.Value.TotalSeconds);
        Assert.Null(_own.Life(_now));
    }

    [Fact]
    public void What_looks_like_an_idle_timer_and_is_none_shows_at_the_next_cut()
    {
        // A limit of 30 s and a heartbeat of 15 s: each was cut just before the second ping.
        Cut(_own, 1, alive: 30, silent: 15);
        Cut(_own, 1, alive: 30, silent: 15);
        Assert.Equal(15, _own.Idle(_now)?.Value.TotalSeconds);
        Cut(_own, 1, alive: 30, silent: 9);
        Assert.Equal(30, _own.Life(_now)?.Value.TotalSeconds);
    }

    [Fact]
    public void A_silence_that_a_connection_survived_is_no_idle_timer()
    {
        _own.Survived(TimeSpan.FromSeconds(15.2), _now);
        Cut(_own, 1, alive: 30, silent: 15);
        Cut(_own, 1, alive: 30, silent: 15);
        Assert.Null(_own.Idle(_now));
        Assert.Equal(30, _own.Life(_now)?.Value.TotalSeconds);
    }

    [Fact]
    public void Survival_speaks_for_minutes_only_since_networks_change()
    {
        _own.Survived(TimeSpan.FromSeconds(15), _now);
        _now += TimeSpan.FromMinutes(3);
        Cut(_own, 1, alive: 12, silent: 10);
        Cut(_own, 1, alive: 13, silent: 10);
        Assert.Equal(10, _own.Idle(_now)?.Value.TotalSeconds);
    }

    [Fact]
    public void An_idle_timer_that_a_connection_outlives_is_forgotten_at_once()
    {
        LearnSharedIdle(10);
        _shared.Survived(TimeSpan.FromSeconds(9), _now);
        Assert.NotNull(_shared.Idle(_now));
        _shared.Survived(TimeSpan.FromSeconds(15), _now);
        Assert.Null(_shared.Idle(_now));
    }

    [Fact]
    public void A_limit_of_life_that_a_connection_outlives_is_forgotten_and_its_cuts_with_it()
    {
        foreach (var session in new[] { 1, 2, 3 })
        {
            Cut(_shared, session, alive: 30, silent: 1);
        }

        _shared.Outlived(rung: 1, TimeSpan.FromSeconds(60), _now);
        Assert.NotNull(_shared.Life(_now)); // of another transport
        _shared.Outlived(rung: 0, TimeSpan.FromSeconds(32), _now);
        Assert.NotNull(_shared.Life(_now));
        _shared.Outlived(rung: 0, TimeSpan.FromSeconds(34), _now);
        Assert.Null(_shared.Life(_now));
        Cut(_shared, 4, alive: 30, silent: 1);
        Assert.Null(_shared.Life(_now));
    }

    [Fact]
    public void Cuts_of_two_transports_at_one_age_concern_all()
    {
        Cut(_own, 1, alive: 30, silent: 1, rung: 0);
        Cut(_own, 1, alive: 30, silent: 1, rung: 1);
        Assert.True(_own.Life(_now)!.Value.Concerns(2));
        var other = new CutLearner(2, 1, Expiry);
        Cut(other, 1, alive: 30, silent: 1, rung: 0);
        Cut(other, 1, alive: 30, silent: 1, rung: 0);
        Assert.True(other.Life(_now)!.Value.Concerns(0));
        Assert.False(other.Life(_now)!.Value.Concerns(1));
    }

    [Fact]
    public void What_was_found_dead_tells_a_limit_of_life_by_its_last_byte()
    {
        Cut(_own, 1, alive: 100, silent: 26.25, dead: true);
        Cut(_own, 1, alive: 104, silent: 26.25, dead: true);
        Assert.Equal(100, _own.Life(_now)?.Value.TotalSeconds);
    }

    [Fact]
    public void What_was_found_dead_early_tells_that_heartbeats_were_too_rare()
    {
        Cut(_own, 1, alive: 1, silent: 26.25, dead: true);
        Cut(_own, 1, alive: 9, silent: 26.25, dead: true);
        Assert.Equal(15, _own.Idle(_now)?.Value.TotalSeconds);
        Assert.Null(_own.Life(_now));
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(1, 2, 1, 2, 1, 2, 2, 1, 1)]
    public void One_or_two_sessions_teach_others_nothing_however_often_they_speak(params int[] sessions)
    {
        foreach (var session in sessions)
        {
            Cut(_shared, session, alive: 20, silent: 12);
            Cut(_shared, session, alive: 8, silent: 0.1);
        }

        Assert.Null(_shared.Idle(_now));
        Assert.Null(_shared.Life(_now));
    }

    [Fact]
    public void One_session_cannot_push_out_what_others_said()
    {
        Cut(_shared, 1, alive: 90, silent: 60);
        Cut(_shared, 2, alive: 70, silent: 60);
        for (var lie = 1; lie < 100; lie++)
        {
            Cut(_shared, 3, alive: lie * 10, silent: 5 + lie);
        }

        Cut(_shared, 4, alive: 200, silent: 60);
        Assert.Equal(60, _shared.Idle(_now)?.Value.TotalSeconds);
    }

    [Fact]
    public void What_nothing_confirms_grows_by_a_tenth_every_five_minutes_and_is_forgotten_after_half_an_hour()
    {
        LearnSharedIdle(20);
        var learnt = _shared.Idle(_now)!.Value;
        Assert.Equal(20, learnt.By(_now + TimeSpan.FromMinutes(4.9)).TotalSeconds, 6);
        Assert.Equal(22, learnt.By(_now + TimeSpan.FromMinutes(5)).TotalSeconds, 6);
        Assert.Equal(24.2, learnt.By(_now + TimeSpan.FromMinutes(10)).TotalSeconds, 6);
        Assert.NotNull(_shared.Idle(_now + Expiry));
        Assert.Null(_shared.Idle(_now + Expiry + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void One_cut_that_agrees_confirms_what_three_taught()
    {
        LearnSharedIdle(20);
        _now += TimeSpan.FromMinutes(20);
        Cut(_shared, 9, alive: 50, silent: 20.5);
        var learnt = _shared.Idle(_now)!.Value;
        Assert.Equal((20, 4, _now), (learnt.Value.TotalSeconds, learnt.Cuts, learnt.Confirmed));
        Assert.Equal(20, learnt.By(_now).TotalSeconds);
    }

    [Fact]
    public void Cuts_that_are_too_old_do_not_count()
    {
        Cut(_own, 1, alive: 90, silent: 60);
        _now += Expiry + TimeSpan.FromSeconds(1);
        Cut(_own, 1, alive: 90, silent: 60);
        Assert.Null(_own.Idle(_now));
    }

    [Theory]
    [InlineData(1.9)]
    [InlineData(0)]
    public void Silences_too_short_to_be_served_are_no_idle_timers(double silent)
    {
        Cut(_own, 1, alive: 2, silent);
        Cut(_own, 1, alive: 90, silent);
        Assert.Null(_own.Idle(_now));
    }

    [Fact]
    public void Whatever_the_idle_timer_it_is_found_from_two_cuts_and_served_in_time() => Prop.ForAll(Timers(3_000, 60_000), timer =>
    {
        var learner = new CutLearner(2, 1, Expiry);
        foreach (var busy in timer.Others.Take(2))
        {
            Cut(learner, 1, alive: timer.Limit + busy, silent: timer.Limit * (1 + (busy % 40 / 1000.0))); // the client measures up to 4 % more
        }

        var limits = LearntLimits.Of(learner, isBehind: false, _now);
        return limits?.KeepAlive is { } keepAlive && keepAlive.TotalSeconds < timer.Limit * 0.75 && keepAlive.TotalSeconds >= 2 && limits.Hold >= TimeSpan.FromSeconds(5) && learner.Life(_now) is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_the_limit_of_life_connections_are_handed_over_before_it() => Prop.ForAll(Timers(3_000, 900_000), timer =>
    {
        var learner = new CutLearner(2, 1, Expiry);
        foreach (var jitter in timer.Others.Take(2))
        {
            Cut(learner, 1, alive: timer.Limit * (1 + (jitter % 40 / 1000.0)), silent: jitter % 1900 / 1000.0 * (timer.Limit > 4 ? 1 : 0.5));
        }

        var life = LearntLimits.Of(learner, isBehind: false, _now)?.LifeOf(0);
        return life is { } limit
            && LearntLimits.HandOver(limit, jitter: 0) is var latest && latest.TotalSeconds < timer.Limit * 0.95
            && LearntLimits.HandOver(limit, jitter: 1) is var earliest && earliest > TimeSpan.Zero && earliest < latest;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ends_at_random_teach_nothing_to_others() => Prop.ForAll(Timers(1, 2), random =>
    {
        var learner = new CutLearner(3, 3, Expiry);
        var value = 3.0;
        var session = 0;
        foreach (var step in random.Others)
        {
            value *= 1.12 + (step % 100 / 100.0); // no three are within a tenth of each other
            Cut(learner, ++session, alive: value, silent: value / 2.1);
        }

        return learner.Idle(_now) is null && learner.Life(_now) is null;
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(double Limit, int[] Others)> Timers(int least, int most) => (
        from limit in Gen.Choose(least, most)
        from others in Gen.Choose(0, 100_000).ArrayOf(6)
        select (limit / 1000.0, others)).ToArbitrary();

    private void LearnSharedIdle(double silent)
    {
        foreach (var session in new[] { 1, 2, 3 })
        {
            Cut(_shared, session, alive: silent + (session * 50), silent);
        }

        Assert.Equal(3, _shared.Idle(_now)?.Sessions);
    }

    private void Cut(CutLearner learner, long session, double alive, double silent, int rung = 0, bool dead = false) =>
        learner.Add(new CutSample(session, rung, TimeSpan.FromSeconds(alive), TimeSpan.FromSeconds(silent), dead, _now));
}
