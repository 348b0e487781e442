using System.Net;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>What a session does about its network, driven by frames and the sweep.</summary>
public sealed class SessionNetworkTests
{
    private readonly World _world = new();
    private readonly NetworkTable _table;

    public SessionNetworkTests() => _table = new NetworkTable(new NetworkOptions(), _world.Time);

    [Fact]
    public void A_report_is_taken_on_every_way_up()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("websocket");
        Assert.Equal(CloseCode.None, link.Send(Report("sse", ReportReasons.Held)));
        Assert.Equal(CloseCode.None, client.Post(0, Report("stream", ReportReasons.Late), Up.Text("after it")));
        Assert.Equal(["reported sse held", "reported stream late"], _world.Observer.Events.Where(Reported));
        Assert.Equal(1, session.Upstream.Received);
    }

    [Fact]
    public void A_broken_or_unknown_report_harms_nothing_and_teaches_nothing()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("websocket");
        byte[][] broken =
        [
            Up.Raw(FrameType.Report, []),
            Up.Raw(FrameType.Report, [0x80]),
            Up.Raw(FrameType.Report, [0, 0]),
            Up.Raw(FrameType.Report, [0, 0, .. "sse"u8]),
            Up.Raw(FrameType.Report, [0, 0, .. new byte[32_000]]),
            Report("carrier-pigeon", ReportReasons.Held),
            Report("sse", "eaten"),
            Report("SSE", ReportReasons.Held),
            Report("sse", ReportReasons.Cut, 10, 10), // it had none
        ];
        Assert.Equal(CloseCode.None, link.Send([.. broken, Up.Text("on it goes")]));
        Assert.DoesNotContain(_world.Observer.Events, Reported);
        Assert.Equal(1, session.Upstream.Received);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Reports_beyond_the_bound_are_dropped()
    {
        var (_, client) = Open();
        var link = client.TakeQuietly("websocket");
        var report = Report("sse", ReportReasons.Held);
        Assert.Equal(CloseCode.None, link.Send([.. Enumerable.Repeat(report, 200)]));
        Assert.Equal(SessionNetwork.MaxReports, _world.Observer.Events.Count(Reported));
    }

    [Fact]
    public void Turned_off_reports_are_passed_over()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly("websocket");
        Assert.Equal(CloseCode.None, link.Send(Report("sse", ReportReasons.Held), Up.Text("Hi")));
        Assert.DoesNotContain(_world.Observer.Events, Reported);
    }

    [Fact]
    public void A_connection_counts_as_alive_once_it_was_used_for_five_seconds_and_until_it_ends()
    {
        var (_, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(6);
        Assert.Equal(0, _table.Count); // nothing came up on it: it may be swallowed
        link.Send(Up.Text("Hi"));
        _world.Pass(4.5);
        _world.Pass(0.5);
        Assert.Equal(1, Alive("websocket"));
        link.Leave();
        Assert.Equal(0, Alive("websocket"));
        Assert.Equal(new RungVerdict(false, 0, 1, ""), Enter().Verdict("websocket"));
    }

    [Fact]
    public void A_connection_that_ends_while_the_sweep_looks_is_not_counted_for_ever()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(1);
        link.Send(Up.Text("Hi"));
        _world.Pass(5);
        var record = link.Connection.CountedBy!;
        link.Leave();
        session.Sweep(_world.Time.GetTimestamp());
        Assert.Null(link.Connection.CountedBy);
        Assert.False(record.Sweep(_table.Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_websocket_is_pinged_before_the_idle_timer_that_its_session_met_twice()
    {
        var (_, client) = Open();
        var first = client.TakeQuietly("websocket");
        _world.Pass(12);
        first.Leave();
        var second = client.TakeQuietly("websocket");
        second.Send(Report("websocket", ReportReasons.Cut, 12_000, 10_000), Report("websocket", ReportReasons.Cut, 11_000, 10_000));
        _world.Pass(6.5);
        Assert.Empty(second.Read());
        _world.Pass(0.5);
        Assert.Equal(["ping"], second.Read());
        second.Send(Up.Pong());
        _world.Pass(7);
        Assert.Equal(["ping"], second.Read());
    }

    [Theory]
    [InlineData("sse")]
    [InlineData("stream")]
    public void A_held_response_is_kept_alive_without_asking_for_an_answer(string transport)
    {
        var (_, client) = Open();
        var link = client.TakeQuietly(transport, ReaderMode.Downstream);
        _world.Pass(12);
        link.Send(Report(transport, ReportReasons.Cut, 12_000, 10_000), Report(transport, ReportReasons.Cut, 11_000, 10_000));
        link.Connection.LastWrite = _world.Time.GetTimestamp();
        _world.Pass(6.5);
        Assert.Empty(link.Read());
        _world.Pass(0.5);
        Assert.True(link.Reader.TryRead(out var frame));
        Assert.True(frame.IsFiller);
        Assert.Equal([1, FrameType.Pong], frame.Frames.ToArray());
        Assert.Equal(0, link.Connection.PingedAt);
        _world.Pass(7);
        Assert.Equal(["pong"], link.Read());
        _world.Pass(1); // and every heartbeat it is asked whether it lives, as ever
        Assert.Equal(["ping"], link.Read());
    }

    [Fact]
    public void What_nothing_was_learnt_of_is_pinged_as_ever()
    {
        var (_, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(14.5);
        Assert.Empty(link.Read());
        _world.Pass(0.5);
        Assert.Equal(["ping"], link.Read());
    }

    [Fact]
    public void A_connection_is_handed_over_before_the_age_at_which_two_were_cut()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(31);
        link.Send(Report("websocket", ReportReasons.Cut, 30_000, 100), Report("websocket", ReportReasons.Cut, 30_500, 900));
        link.Leave();
        link = client.TakeQuietly("websocket");
        Assert.True(session.TrySend(Message.FromText("a")));
        PassTalking(link, 23.9);
        Assert.Contains("1 a", link.Read());
        Assert.True(session.TrySend(Message.FromText("b")));
        PassTalking(link, 3.5);
        Assert.Equal("close rotate: This network ends connections of this age.", link.Read()[^1]);

        // What was not written goes by the next one.
        Assert.Equal(["attached active received=0 handled=0 position=1", "2 b"], client.Take("websocket", received: 1).Read());
    }

    [Fact]
    public void A_batch_that_is_being_written_is_not_cut_short()
    {
        var (_, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(31);
        link.Send(Report("websocket", ReportReasons.Cut, 30_000, 100), Report("websocket", ReportReasons.Cut, 30_500, 900));
        link.Leave();
        link = client.TakeQuietly("websocket");
        PassTalking(link, 20);
        link.Connection.WriteStarted = _world.Time.GetTimestamp();
        PassTalking(link, 7);
        Assert.DoesNotContain(link.Read(), static line => line.StartsWith("close", StringComparison.Ordinal));
        link.Connection.WriteStarted = 0;
        _world.Pass(0);
        Assert.StartsWith("close rotate", Assert.Single(link.Read()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_others_say_and_this_connection_outlived_ends_nothing()
    {
        var (_, honest) = Open();
        var link = honest.TakeQuietly("websocket");
        PassTalking(link, 40);
        for (var liar = 0; liar < 3; liar++)
        {
            var (_, lies) = Open();
            var tongue = lies.TakeQuietly("websocket");
            tongue.Send(Report("websocket", ReportReasons.Cut, 4_000, 100));
        }

        Assert.NotNull(Enter().LifeOf(0));
        link.Read();
        PassTalking(link, 1);
        Assert.Empty(link.Read());
        Assert.Null(Enter().LifeOf(0));
    }

    [Fact]
    public void A_websocket_that_answered_after_a_heartbeat_of_silence_speaks_against_liars()
    {
        var (_, honest) = Open();
        var link = honest.TakeQuietly("websocket");
        for (var beat = 0; beat < 3; beat++)
        {
            _world.Pass(15);
            Assert.Equal(["ping"], link.Read());
            link.Send(Up.Pong());
            _world.Pass(0.5);
        }

        for (var liar = 0; liar < 3; liar++)
        {
            var (_, lies) = Open();
            lies.TakeQuietly("websocket").Send(Report("websocket", ReportReasons.Cut, 4_000, 3_000));
        }

        Assert.Null(Enter().KeepAlive);
        Assert.Equal(3, _world.Observer.Events.Count(Reported));
    }

    [Fact]
    public void A_silence_in_which_messages_were_written_proves_nothing()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("websocket");
        _world.Pass(8);
        Assert.True(session.TrySend(Message.FromText("a")));
        Assert.Equal(["1 a"], link.Read());
        _world.Pass(7);
        Assert.Equal(["ping"], link.Read());
        Assert.Equal(0, link.Connection.QuietFor);
    }

    [Fact]
    public void Every_batch_of_a_candidate_and_of_a_promoted_one_that_asked_is_followed()
    {
        var (_, client) = Open();
        client.TakeQuietly("longpoll", ReaderMode.Downstream);
        var candidate = client.Probe("sse", ReaderMode.Downstream);
        Assert.True(candidate.Connection.IsTrailing);
        client.Post(0, Promote(2, trailing: true));
        Assert.True(candidate.Connection.IsTrailing);
        Assert.True(client.Take("sse", ReaderMode.Downstream).Connection.IsTrailing); // after a hand-over it need not ask again
        Assert.False(client.Take("stream", ReaderMode.Downstream).Connection.IsTrailing);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void A_promoted_one_that_did_not_ask_is_followed_by_nothing()
    {
        var (_, client) = Open();
        client.TakeQuietly("longpoll", ReaderMode.Downstream);
        var candidate = client.Probe("sse", ReaderMode.Downstream);
        client.Post(0, Promote(2, trailing: false));
        Assert.False(candidate.Connection.IsTrailing);
        Assert.False(client.Probe("websocket").Connection.IsTrailing);
    }

    [Fact]
    public void The_small_write_is_left_out_where_something_else_is_written()
    {
        var (session, client) = Open();
        var link = client.TakeQuietly("sse", ReaderMode.Downstream);
        session.Trail(link.Connection);
        Assert.True(session.TrySend(Message.FromText("a")));
        Assert.Equal(["1 a"], link.Read());
        session.Trail(link.Connection);
        Assert.Equal(["pong"], link.Read());
        Assert.Empty(link.Read());
    }

    [Fact]
    public void A_pong_of_the_application_s_ping_is_no_filler()
    {
        var (_, client) = Open();
        var link = client.TakeQuietly("websocket");
        link.Send(Up.Ping());
        Assert.True(link.Reader.TryRead(out var frame));
        Assert.False(frame.IsFiller);
    }

    private static bool Reported(string line) => line.StartsWith("reported", StringComparison.Ordinal);

    private static byte[] Report(string transport, string reason, long alive = 0, long silent = 0)
    {
        var frame = new byte[256];
        return frame[..new ReportFrame { Alive = alive, Silent = silent, Transport = transport, Reason = reason }.Write(frame)];
    }

    private static byte[] Promote(long connection, bool trailing)
    {
        var frame = new byte[64];
        return frame[..new PromoteFrame { Connection = connection, Trailing = trailing }.Write(frame)];
    }

    private SessionNetwork Enter() => _table.Enter(IPAddress.Parse("203.0.113.1"), ProxySigns.None)!;

    private (Session Session, Client Client) Open()
    {
        var session = _world.Open();
        session.Network = Enter();
        return (session, new Client(session));
    }

    private int Alive(string transport) => Assert.Single(_table.Snapshot()).Transports.Single(one => one.Transport == transport).Alive;

    /// <summary>Time in which the client says something now and then, so that nobody pings.</summary>
    private void PassTalking(Link link, double seconds)
    {
        for (; seconds > 0; seconds -= 0.5)
        {
            link.Send(Up.Pong());
            _world.Pass(Math.Min(0.5, seconds));
        }
    }
}
