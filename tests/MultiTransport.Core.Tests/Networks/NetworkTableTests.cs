using System.Diagnostics;
using System.Net;
using MultiTransport.Protocol;
using MultiTransport.Testing;

namespace MultiTransport.Core.Tests;

public sealed class NetworkTableTests
{
    private const int WebSocket = 0;

    private readonly ManualTimeProvider _time = new();
    private readonly NetworkOptions _options = new();
    private readonly NetworkTable _table;

    public NetworkTableTests() => _table = new NetworkTable(_options, _time);

    [Fact]
    public void Nothing_is_stored_of_a_network_that_tells_nothing()
    {
        Enter("203.0.113.1");
        Assert.Equal(0, _table.Count);
        Assert.Empty(_table.Snapshot());
    }

    [Fact]
    public void Turned_off_there_is_no_trace_and_no_allocation()
    {
        _options.Learn = false;
        var address = IPAddress.Parse("203.0.113.1");
        Assert.Null(_table.Enter(address, ProxySigns.Via));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _table.Enter(address, ProxySigns.Via);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Three_sessions_of_a_network_make_a_transport_doubtful_there_and_nowhere_else()
    {
        Fail("203.0.113.1");
        Fail("203.0.113.2");
        Assert.False(Verdict("203.0.113.9").IsDoubtful);
        Fail("203.0.113.3", ReportReasons.NoAnswer);
        Assert.Equal(new RungVerdict(true, 3, 3, "swallowed"), Verdict("203.0.113.9"));
        Assert.False(Verdict("203.0.114.9").IsDoubtful);
        Assert.False(Verdict("203.0.113.9", ProxySigns.ViaSquid).IsDoubtful);
    }

    [Fact]
    public void One_session_that_reports_as_often_as_it_may_counts_once()
    {
        var session = Enter("203.0.113.1");
        for (var i = 0; i < SessionNetwork.MaxReports; i++)
        {
            Assert.True(Report(session, "websocket", ReportReasons.Swallowed));
        }

        Assert.Equal(new RungVerdict(false, 1, 1, "swallowed"), Verdict("203.0.113.9"));
        Assert.False(Report(session, "websocket", ReportReasons.Swallowed));
    }

    [Fact]
    public void A_session_that_says_that_it_works_after_all_takes_its_word_back()
    {
        Fail("203.0.113.1");
        Fail("203.0.113.2");
        var third = Fail("203.0.113.3");
        Report(third, "websocket", ReportReasons.Proven);
        Assert.Equal(new RungVerdict(false, 2, 3, "swallowed"), Verdict("203.0.113.9"));
    }

    [Fact]
    public void Liars_do_not_outweigh_a_connection_that_lives()
    {
        var honest = Enter("203.0.113.1");
        honest.Attached("websocket");
        var counted = honest.SeenAlive(WebSocket, TimeSpan.FromSeconds(5), null);
        for (var liar = 0; liar < 10; liar++)
        {
            Fail("203.0.113.66");
        }

        Assert.Equal(10, Verdict("203.0.113.9").Failed);
        Assert.False(Verdict("203.0.113.9").IsDoubtful);

        // It ended; what the liars said before it was last seen does not count again, what is said after does.
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Same(counted, honest.SeenAlive(WebSocket, TimeSpan.FromSeconds(10), counted));
        counted.Ended(WebSocket);
        Assert.False(Verdict("203.0.113.9").IsDoubtful);
        _time.Advance(TimeSpan.FromSeconds(1));
        Fail("203.0.113.2");
        Fail("203.0.113.3");
        Fail("203.0.113.4");
        Assert.True(Verdict("203.0.113.9").IsDoubtful);
    }

    [Fact]
    public void Failures_that_contradict_what_carries_the_session_are_not_believed()
    {
        var session = Enter("203.0.113.1");
        Assert.False(Report(session, "websocket", ReportReasons.Swallowed, active: "websocket"));
        Assert.True(Report(session, "sse", ReportReasons.Held, active: "websocket"));
    }

    [Fact]
    public void Cuts_that_cannot_be_are_not_believed()
    {
        var session = Enter("203.0.113.1");
        Assert.False(Cut(session, 30, 30)); // it never had such a connection
        session.Attached("websocket");
        Assert.True(Cut(session, 30, 30));
        Assert.False(Cut(session, 66, 30)); // older than the session
        Assert.False(Cut(session, 10, 30)); // silent for longer than it lived
        Assert.False(Cut(session, (Varint.MaxValue / 1000) - 1, 0));
    }

    [Fact]
    public void Two_liars_shorten_nothing_for_others_and_three_only_until_somebody_lives_through_it()
    {
        foreach (var liar in new[] { "203.0.113.1", "203.0.113.2" })
        {
            TellCut(liar, 20, 3);
        }

        Assert.Null(Enter("203.0.113.9").KeepAlive);
        TellCut("203.0.113.3", 20, 3);
        Assert.Equal(2.1, Enter("203.0.113.9").KeepAlive?.TotalSeconds);
        Assert.Equal(5, Enter("203.0.113.9").Hold?.TotalSeconds);
        Enter("203.0.113.9").Survived(TimeSpan.FromSeconds(15));
        Assert.Null(Enter("203.0.113.9").KeepAlive);
        TellCut("203.0.113.4", 20, 3);
        TellCut("203.0.113.5", 20, 3);
        TellCut("203.0.113.6", 20, 3);
        Assert.Null(Enter("203.0.113.9").KeepAlive); // the survivor still speaks
    }

    [Fact]
    public void A_session_goes_by_its_own_two_cuts_before_others_agree()
    {
        var session = TellCut("203.0.113.1", 20, 10);
        Assert.Null(session.KeepAlive);
        Cut(session, 30, 10);
        Assert.Equal(7, session.KeepAlive?.TotalSeconds);
        Assert.Null(Enter("203.0.113.2").KeepAlive);
    }

    [Theory]
    [InlineData(4, 3, false)] // an idle timer of 3 s: with keep-alives it works
    [InlineData(4, 0.1, false)] // a limit of life: with hand-overs it works
    [InlineData(2, 1, true)] // nothing can be done about that
    public void What_died_young_by_a_cut_is_doubtful_only_where_nothing_can_be_done_about_it(double alive, double silent, bool isDoubtful)
    {
        foreach (var host in new[] { "203.0.113.1", "203.0.113.2", "203.0.113.3" })
        {
            Report(TellCut(host, alive, silent), "websocket", ReportReasons.DiedYoung);
        }

        Assert.Equal(isDoubtful, Verdict("203.0.113.9").IsDoubtful);
    }

    [Fact]
    public void What_the_client_was_told_is_kept_whatever_is_forgotten()
    {
        var session = Enter("203.0.113.1");
        session.Told(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromHours(2));
        _table.Sweep();
        Assert.Equal(3, session.KeepAlive?.TotalSeconds);
    }

    [Fact]
    public void Verdicts_expire_and_so_do_networks()
    {
        Fail("203.0.113.1");
        Fail("203.0.113.2");
        Fail("203.0.113.3");
        _time.Advance(_options.Expiry);
        _table.Sweep();
        Assert.True(Verdict("203.0.113.9").IsDoubtful);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(Verdict("203.0.113.9").IsDoubtful);
        _table.Sweep();
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_network_whose_connections_live_is_not_forgotten()
    {
        Enter("203.0.113.1").SeenAlive(WebSocket, TimeSpan.FromSeconds(5), null);
        _time.Advance(TimeSpan.FromHours(2));
        _table.Sweep();
        Assert.Equal(1, Assert.Single(Assert.Single(_table.Snapshot()).Transports).Alive);
    }

    [Fact]
    public void What_was_forgotten_begins_anew_and_the_old_count_does_not_go_below_zero()
    {
        var session = Enter("203.0.113.1");
        var first = session.SeenAlive(WebSocket, TimeSpan.FromSeconds(5), null);
        _table.Clear();
        var second = session.SeenAlive(WebSocket, TimeSpan.FromSeconds(10), first);
        Assert.NotSame(first, second);
        Assert.Equal(1, Assert.Single(Assert.Single(_table.Snapshot()).Transports).Alive);
        second.Ended(WebSocket);
        Assert.Equal(0, Assert.Single(Assert.Single(_table.Snapshot()).Transports).Alive);
    }

    [Fact]
    public void The_least_recently_used_network_goes_first()
    {
        _options.MaxNetworks = 2;
        Fail("10.0.1.1");
        Fail("10.0.2.1");
        Enter("10.0.1.1");
        Fail("10.0.3.1");
        Assert.Equal(["10.0.3.0/24", "10.0.1.0/24"], _table.Snapshot().Select(static network => network.Prefix));
    }

    [Fact]
    public void A_flood_of_networks_stays_within_the_bound_and_pushes_out_itself_first()
    {
        Fail("203.0.113.1");
        Fail("203.0.113.2");
        Fail("203.0.113.3");
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var network = 0; network < 100_000; network++)
        {
            var session = _table.Enter(new IPAddress([10, (byte)(network >> 16), (byte)(network >> 8), (byte)network]), (ProxySigns)(network & 3));
            var second = _table.Enter(new IPAddress([(byte)(network >> 16), (byte)(network >> 8), (byte)network, 1]), ProxySigns.None);
            Report(session!, "websocket", ReportReasons.Swallowed);
            Report(second!, "websocket", ReportReasons.Swallowed);
            if (network % 100 == 0)
            {
                Enter("203.0.113.9"); // its clients keep coming
            }
        }

        Assert.Equal(_options.MaxNetworks, _table.Count);
        Assert.True(Verdict("203.0.113.9").IsDoubtful);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"200,000 networks took {watch.Elapsed}");
        var perNetwork = (GC.GetTotalMemory(forceFullCollection: true) - before) / _options.MaxNetworks;
        Assert.True(perNetwork < 3_000, $"A network took {perNetwork} bytes");
    }

    [Fact]
    public void Made_up_proxies_of_one_prefix_share_one_record_beyond_the_eighth()
    {
        for (var made = 0; made < 1_000; made++)
        {
            Report(_table.Enter(IPAddress.Parse("203.0.113.1"), (ProxySigns)made)!, "websocket", ReportReasons.Swallowed);
        }

        Assert.Equal(NetworkTable.MaxSignsOfPrefix + 1, _table.Count);
        Assert.Contains(_table.Snapshot(), static network => network.Proxies == "others");
        Assert.False(Verdict("203.0.114.1").IsDoubtful);
    }

    [Fact]
    public void Three_sessions_that_need_trailing_writes_make_them_for_native_clients_of_the_network()
    {
        Enter("203.0.113.1").Behind();
        Enter("203.0.113.1").Behind();
        Assert.False(Enter("203.0.113.9").IsBehind);
        Fail("203.0.113.2", ReportReasons.Late, "sse");
        Assert.True(Enter("203.0.113.9").IsBehind);
        Assert.True(Assert.Single(_table.Snapshot()).TrailingWrites);
    }

    [Theory]
    [InlineData(60, "nginx, an AWS load balancer or Varnish")]
    [InlineData(98, "Cloudflare")]
    [InlineData(140, "")]
    public void The_report_says_what_was_learnt_from_what_and_whose_it_probably_is(double silent, string owner)
    {
        foreach (var host in new[] { "203.0.113.1", "203.0.113.2", "203.0.113.3" })
        {
            TellCut(host, silent + 200, silent, age: 1_000);
        }

        _time.Advance(TimeSpan.FromMinutes(6));
        _table.Sweep();
        var report = Assert.Single(_table.Snapshot());
        Assert.Equal(("203.0.113.0/24", "none"), (report.Prefix, report.Proxies));
        var timer = report.IdleTimer!;
        Assert.Equal((silent, 3, 3, owner), (timer.Measured.TotalSeconds, timer.Cuts, timer.Sessions, timer.LikelyOwner));
        Assert.Equal(["websocket"], timer.Transports);
        Assert.Equal(silent * 1.1, timer.Believed.TotalSeconds, 3);
        Assert.Equal(silent * 1.1 * 0.7, report.KeepAlive!.Value.TotalSeconds, 3);
        Assert.Equal(TimeSpan.FromMinutes(6), timer.ConfirmedAgo);
        Assert.Null(report.Lifetime);
    }

    private SessionNetwork Enter(string address, ProxySigns signs = ProxySigns.None) => _table.Enter(IPAddress.Parse(address), signs)!;

    private SessionNetwork Fail(string address, string reason = ReportReasons.Swallowed, string transport = "websocket")
    {
        var session = Enter(address);
        Assert.True(Report(session, transport, reason));
        return session;
    }

    private RungVerdict Verdict(string address, ProxySigns signs = ProxySigns.None) => Enter(address, signs).Verdict("websocket");

    private SessionNetwork TellCut(string address, double alive, double silent, double age = 60)
    {
        var session = Enter(address);
        session.Attached("websocket");
        Assert.True(Cut(session, alive, silent, age));
        return session;
    }

    private static bool Cut(SessionNetwork session, double alive, double silent, double age = 60) =>
        Report(session, "websocket", ReportReasons.Cut, alive: (long)(alive * 1000), silent: (long)(silent * 1000), age: age);

    private static bool Report(SessionNetwork session, string transport, string reason, string? active = null, long alive = 0, long silent = 0, double age = 60)
    {
        var frame = new byte[256];
        var length = new ReportFrame { Alive = alive, Silent = silent, Transport = transport, Reason = reason }.Write(frame);
        var reader = new FrameReader(frame.AsSpan(0, length));
        reader.Read();
        return session.TryReport(reader.Payload, TimeSpan.FromSeconds(age), active, out _);
    }
}
