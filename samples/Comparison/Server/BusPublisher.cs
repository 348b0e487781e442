using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Server;

/// <summary>Publishes at instants that were fixed before, each message encoded once for all sessions.</summary>
internal sealed class BusPublisher(SessionBook book)
{
    private readonly Lock _gate = new();
    private Histogram _lateness = new();
    private int _run;
    private long _sent;
    private bool _isDone = true;

    public void Start(PublishOrder order)
    {
        lock (_gate)
        {
            _lateness = new Histogram();
            _sent = 0;
            _isDone = false;
            var run = ++_run;
            new Thread(() => Publish(order, run)) { IsBackground = true, Name = "publisher" }.Start();
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _run++;
            _isDone = true;
        }
    }

    public PublishAnswer Read()
    {
        lock (_gate)
        {
            return new PublishAnswer(_sent, _isDone, [.. _lateness.Buckets()]);
        }
    }

    private void Publish(PublishOrder order, int run)
    {
        var payload = Stamp.NewPayload(order.Size, order.IsBinary);
        var kind = order.IsBinary ? MessageKind.Binary : MessageKind.Text;
        var interval = 1e9 / order.PerSecond;
        for (var number = 1L; number <= order.Count; number++)
        {
            var due = order.Start + (long)((number - 1) * interval);
            MonotonicClock.SleepUntil(due);
            Stamp.Write(payload, due, number);
            if (!Note(MonotonicClock.Now - due, run))
            {
                return;
            }

            var message = new SharedMessage(new Message(kind, payload));
            foreach (var session in book.All)
            {
                session.TrySend(message);
            }
        }

        lock (_gate)
        {
            _isDone |= run == _run;
        }
    }

    private bool Note(long late, int run)
    {
        lock (_gate)
        {
            if (run != _run)
            {
                return false;
            }

            _sent++;
            _lateness.Record(late);
            return true;
        }
    }
}
