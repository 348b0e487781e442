using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>Clients of some dialects on one server, from opening to closing; a flow is measured from quiet to quiet.</summary>
internal sealed class Cell : IDisposable
{
    private static readonly TimeSpan LeadTime = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(30);

    private readonly ServerUnderTest _server;
    private readonly CancellationToken _cancellation;

    public Cell(ServerUnderTest server, TimeSpan drag, CancellationToken cancellation)
    {
        _server = server;
        _cancellation = cancellation;
        Loop = new EventLoop { Drag = drag };
        server.Control.Reset();
    }

    public EventLoop Loop { get; }

    public List<ClientGroup> Groups { get; } = [];

    public ClientGroup Open(Dialect dialect, int count, Func<ClientSetup, ClientSetup>? configure = null, System.Net.IPEndPoint? through = null)
    {
        _cancellation.ThrowIfCancellationRequested();
        var group = new ClientGroup(Loop, dialect, through ?? _server.EndPoint, _server.Offset.Nanoseconds, configure);
        Groups.Add(group);
        group.Open(count);
        Loop.RunFor(QuietTime);
        return group;
    }

    /// <summary>Runs a flow over all groups at once; the server's CPU and wire are the cell's as a whole.</summary>
    public List<CellResult> Run(Flow flow)
    {
        _cancellation.ThrowIfCancellationRequested();
        foreach (var group in Groups)
        {
            group.Reset();
        }

        var arrivedBefore = _server.Control.ReadArrivals();
        var trafficBefore = Groups.ConvertAll(group => group.Traffic.Read());
        var wireBefore = _server.Control.ReadWire();
        var cpuBefore = _server.Control.ReadStats().CpuMicroseconds;
        var start = MonotonicClock.Now + MonotonicClock.Of(LeadTime);
        var senders = StartSending(flow, start);
        if (flow.Down > 0)
        {
            _server.Control.Publish(new PublishOrder(flow.PerSecond, flow.Down, flow.Size, flow.IsBinary, start + _server.Offset.Nanoseconds));
        }

        var waited = Loop.Waited;
        var began = MonotonicClock.Now;
        var isComplete = Loop.RunUntil(() => IsOver(flow, senders, arrivedBefore.Messages), MaxTime(flow));
        var time = MonotonicClock.Span(MonotonicClock.Now - began);
        var busy = 1 - ((Loop.Waited - waited) / time);
        Loop.RunFor(QuietTime);
        var cpu = _server.Control.ReadStats().CpuMicroseconds - cpuBefore;
        var wire = _server.Control.ReadWire();
        var arrived = _server.Control.ReadArrivals();
        var limit = Limit(flow, senders, busy) ?? (isComplete ? null : "not every message came in time");
        return
        [
            .. Groups.Select((group, index) =>
            {
                var down = flow.Down * group.Clients.Count;
                var up = flow.Up * group.Clients.Count;
                var upCame = flow.Echoes ? group.Received : Math.Min(up, arrived.Messages - arrivedBefore.Messages);
                return new CellResult
                {
                    Dialect = group.Dialect,
                    Down = group.Latency,
                    Up = flow.Up > 0 && !flow.Echoes ? Difference(arrived, arrivedBefore) : new Histogram(),
                    Messages = (flow.Echoes ? 0 : group.Received) + upCame,
                    PayloadUp = upCame * flow.Size,
                    PayloadDown = group.ReceivedBytes,
                    Traffic = group.Traffic.Read() - trafficBefore[index],
                    Connections = group.Traffic.Connections,
                    Wire = WireOf(group.Dialect, wire) - WireOf(group.Dialect, wireBefore),
                    CpuMicroseconds = cpu,
                    Time = time,
                    FaultDetails = new()
                    {
                        ["not received"] = Math.Abs(down + (flow.Echoes ? up : 0) - group.Received),
                        ["doubled"] = group.Doubled,
                        ["left out"] = group.Missed,
                        ["older than their sending"] = group.BeforeSent,
                        ["not arrived"] = up - upCame,
                        ["arrived out of order"] = arrived.Disorders - arrivedBefore.Disorders,
                    },
                    Limit = limit,
                };
            }),
        ];
    }

    public void Dispose() => Loop.Dispose();

    private List<OpenLoop> StartSending(Flow flow, long start)
    {
        var senders = new List<OpenLoop>();
        if (flow.Up == 0)
        {
            return senders;
        }

        var clients = Groups.SelectMany(group => group.Clients).ToList();
        for (var index = 0; index < clients.Count; index++)
        {
            var client = clients[index];
            var payload = Stamp.NewPayload(flow.Size, flow.IsBinary);
            var sender = new OpenLoop(Loop, flow.PerSecond, flow.Up, (number, due) =>
            {
                Stamp.Write(payload, due + _server.Offset.Nanoseconds, number);
                client.Send(payload, flow.IsBinary);
            });
            senders.Add(sender);
            sender.Start(start + (long)(1e9 / flow.PerSecond * index / clients.Count)); // not all at the same instant
        }

        return senders;
    }

    private bool IsOver(Flow flow, List<OpenLoop> senders, long arrivedBefore)
    {
        _cancellation.ThrowIfCancellationRequested();
        return senders.TrueForAll(sender => sender.IsDone)
            && Groups.TrueForAll(group =>
                group.Received >= (flow.Down + (flow.Echoes ? flow.Up : 0)) * group.Clients.Count
                && (flow.Up == 0 || !group.IsAnswered || group.Answered >= flow.Up * group.Clients.Count))
            && (flow.Up == 0 || flow.Echoes || _server.Control.ReadArrivals().Messages - arrivedBefore >= flow.Up * Groups.Sum(group => group.Clients.Count));
    }

    private static TimeSpan MaxTime(Flow flow) => LeadTime + TimeSpan.FromSeconds(Math.Max(flow.Down, flow.Up) / flow.PerSecond) + flow.Patience;

    private string? Limit(Flow flow, List<OpenLoop> senders, double busy)
    {
        Histogram? lateness = null;
        if (senders.Count > 0)
        {
            lateness = new Histogram();
            senders.ForEach(sender => lateness.Add(sender.Lateness));
        }

        return Health.OfGenerator(busy, lateness)
            ?? (flow.Down > 0 ? Health.OfPublisher(Histogram.FromBuckets(_server.Control.ReadPublisher().Lateness)) : null);
    }

    private static TrafficCount? WireOf(Dialect dialect, WireAnswer wire)
    {
        if (!wire.IsCounted)
        {
            return null;
        }

        var usage = wire.Transports.GetValueOrDefault(dialect.Transport);
        return new TrafficCount(usage.Up.Total, usage.Down.Total, usage.Up.Headers, usage.Down.Headers, (int)usage.Requests, (int)usage.Connections);
    }

    private static Histogram Difference(ArrivalsAnswer after, ArrivalsAnswer before)
    {
        var counts = before.Latency.ToDictionary(bucket => bucket.Nanoseconds, bucket => bucket.Count);
        return Histogram.FromBuckets(after.Latency
            .Select(bucket => new Bucket(bucket.Nanoseconds, bucket.Count - counts.GetValueOrDefault(bucket.Nanoseconds)))
            .Where(bucket => bucket.Count > 0));
    }
}
