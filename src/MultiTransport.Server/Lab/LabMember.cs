namespace MultiTransport.Server.Lab;

/// <summary>One of a viewer's sessions: what the server has noted of it in this run.</summary>
internal sealed class LabMember(Session session, LabViewer viewer)
{
    private readonly Lock _gate = new();
    private readonly List<double> _arrivals = [];
    private WireUsage _before;
    private byte? _run;
    private int _untold;
    private int _refused;

    public Session Session => session;

    public LabViewer Viewer => viewer;

    /// <summary>Begins anew: what was before is not this run's.</summary>
    public void Begin(byte run, IWireMeter meter)
    {
        var before = Carried(meter);
        lock (_gate)
        {
            _run = run;
            _before = before;
            _untold = _refused = 0;
            _arrivals.Clear();
        }
    }

    public void Send(SharedMessage message)
    {
        if (!session.TrySend(message))
        {
            Interlocked.Increment(ref _refused);
        }
    }

    /// <summary>A message came from the client. Those of another run are not counted; what is no message of the lab is a fault.</summary>
    public bool TryArrive(Message message)
    {
        var now = viewer.Clock;
        if (!LabStamp.TryRead(message.Payload.Span, out var run, out var number, out var microseconds))
        {
            return false;
        }

        lock (_gate)
        {
            if (run != _run)
            {
                return true;
            }

            if (_arrivals.Count >= LabLimits.KeptArrivals * 3)
            {
                _untold++;
                return true;
            }

            _arrivals.AddRange([number, microseconds, now]);
            return true;
        }
    }

    public LabSessionStatus Read(IWireMeter meter)
    {
        var carried = Carried(meter);
        lock (_gate)
        {
            double[] arrivals = [.. _arrivals];
            _arrivals.Clear();
            return new LabSessionStatus(
                session.Id.ToString(), session.Transport, Less(carried, _before), meter.OfSession(session.Id).Values.Sum(static row => row.Connections), Volatile.Read(ref _refused), arrivals, _untold);
        }
    }

    /// <summary>All but what opened the session.</summary>
    private WireUsage Carried(IWireMeter meter) => meter.OfSession(session.Id)
        .Where(row => row.Key != IWireMeter.Negotiate)
        .Aggregate(default(WireUsage), (sum, row) => sum + row.Value);

    private static WireUsage Less(in WireUsage all, in WireUsage before) => new(
        Less(all.Up, before.Up), Less(all.Down, before.Down), all.Requests - before.Requests, all.Connections - before.Connections);

    private static WireBytes Less(in WireBytes all, in WireBytes before) => new(
        all.Total - before.Total, all.Tls - before.Tls, all.Headers - before.Headers, all.Payload - before.Payload, all.Messages - before.Messages);
}
