using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Peers;

/// <summary>Clients of one dialect on one peer's server: an echo at a fixed rate, and a fan-out.</summary>
internal sealed class PeerCell : IDisposable
{
    /// <summary>Publishes on their way at once in a saturated fan-out.</summary>
    public const int Outstanding = 8;

    private static readonly TimeSpan LeadTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PeerServer _server;
    private readonly EventLoop _loop;
    private readonly ClientGroup _group;
    private readonly CancellationToken _cancellation;

    public PeerCell(PeerServer server, Dialect dialect, int clients, TimeSpan drag, CancellationToken cancellation)
    {
        _server = server;
        _cancellation = cancellation;
        _loop = new EventLoop { Drag = drag };
        _group = new ClientGroup(_loop, dialect, server.EndPoint, offset: 0);
        _group.Open(clients);
        _loop.RunFor(QuietTime);
    }

    /// <summary>So many clients more.</summary>
    public void Open(int count)
    {
        if (count > 0)
        {
            _group.Open(count);
            _loop.RunFor(QuietTime);
        }
    }

    /// <summary>Each client sends at its own instants and gets its messages back.</summary>
    public PeerResult Echo(double perSecond, double seconds, int size)
    {
        var count = Math.Max(2, (long)(perSecond * seconds));
        var senders = new List<OpenLoop>();
        var start = MonotonicClock.Now + MonotonicClock.Of(LeadTime);
        var clients = _group.Clients;
        return Measure(senders, () => count * clients.Count, size, seconds, () =>
        {
            for (var index = 0; index < clients.Count; index++)
            {
                var client = clients[index];
                var payload = Stamp.NewPayload(size, isBinary: false);
                var sender = new OpenLoop(_loop, perSecond, count, (number, due) =>
                {
                    Stamp.Write(payload, due, number);
                    client.Send(payload);
                });
                senders.Add(sender);
                sender.Start(start + (long)(1e9 / perSecond * index / clients.Count));
            }
        });
    }

    /// <summary>Each client sends its next message when the one before has come back: as fast as the server goes, which is when its CPU per message means most.</summary>
    public PeerResult Saturate(double seconds, int size)
    {
        var payload = Stamp.NewPayload(size, isBinary: false);
        var sent = 0L;
        var end = MonotonicClock.Now + MonotonicClock.Of(TimeSpan.FromSeconds(seconds));
        _group.OnNumbered = (client, number) =>
        {
            if (MonotonicClock.Now < end)
            {
                Send(client, number + 1);
            }
        };
        var result = Measure([], () => sent, size, seconds, () =>
        {
            foreach (var client in _group.Clients)
            {
                Send(client, 1);
            }
        });
        _group.OnNumbered = null;
        return result;

        void Send(LoadClient client, long number)
        {
            sent++;
            Stamp.Write(payload, MonotonicClock.Now, number);
            client.Send(payload);
        }
    }

    /// <summary>A POST to <c>/publish</c> is told to every client; its time counts from when it was due.</summary>
    public PeerResult FanOut(double perSecond, double seconds, int size)
    {
        var count = Math.Max(2, (long)(perSecond * seconds));
        using var publisher = new Publisher(_loop, _server, size);
        var sender = new OpenLoop(_loop, perSecond, count, (number, due) => publisher.Publish(number, due));
        return Measure([sender], () => count * _group.Clients.Count, size, seconds, () => sender.Start(MonotonicClock.Now + MonotonicClock.Of(LeadTime)));
    }

    /// <summary>The next message is published when every client has the one that was <see cref="Outstanding"/> before it.</summary>
    public PeerResult SaturateFanOut(double seconds, int size)
    {
        var published = 0L;
        var end = MonotonicClock.Now + MonotonicClock.Of(TimeSpan.FromSeconds(seconds));
        using var publisher = new Publisher(_loop, _server, size);
        _group.OnNumbered = (_, _) =>
        {
            if (_group.Received % _group.Clients.Count == 0 && MonotonicClock.Now < end)
            {
                Publish();
            }
        };
        var result = Measure([], () => published * _group.Clients.Count, size, seconds, () =>
        {
            for (var first = 0; first < Outstanding; first++)
            {
                Publish();
            }
        });
        _group.OnNumbered = null;
        return result;

        void Publish() => publisher.Publish(++published, MonotonicClock.Now);
    }

    public void Dispose()
    {
        _loop.Dispose();
        Farewells.Send(_server.EndPoint, _group.Clients);
    }

    private PeerResult Measure(List<OpenLoop> senders, Func<long> expected, int size, double seconds, Action start)
    {
        _group.Reset();
        var traffic = _group.Traffic.Read();
        var before = _server.ReadStats();
        var waited = _loop.Waited;
        var began = MonotonicClock.Now;
        start();
        var isComplete = _loop.RunUntil(
            () =>
            {
                _cancellation.ThrowIfCancellationRequested();
                return senders.TrueForAll(sender => sender.IsDone) && _group.Received >= expected();
            },
            TimeSpan.FromSeconds(seconds) + Patience);
        var time = MonotonicClock.Span(MonotonicClock.Now - began);
        var busy = 1 - ((_loop.Waited - waited) / time);
        _loop.RunFor(QuietTime);
        var spent = _server.ReadStats() - before;
        var lateness = new Histogram();
        senders.ForEach(sender => lateness.Add(sender.Lateness));
        return new PeerResult(
            _group.Latency,
            _group.Received,
            _group.Traffic.Read() - traffic,
            spent,
            time,
            busy,
            Math.Abs(expected() - _group.Received) + _group.Doubled,
            size,
            (senders.Count > 0 ? Health.OfGenerator(busy, lateness) : null) ?? (isComplete ? null : "not every message came"));
    }
}
