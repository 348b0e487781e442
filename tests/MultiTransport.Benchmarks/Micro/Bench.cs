using MultiTransport.Protocol;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>Sessions without a web server, attached as a WebSocket would be.</summary>
internal sealed class Bench : ISessionObserver
{
    private readonly SessionRegistry _registry;
    private readonly SessionEndpoint _endpoint;

    public Bench(Func<MessageHandler> handlers)
    {
        _registry = new SessionRegistry(new ServerLimits { MaxSessionsPerAddress = int.MaxValue }, TimeProvider.System, this);
        _endpoint = new SessionEndpoint("/bench", new SessionOptions(), _registry.Budget, TimeProvider.System, this, handlers);
    }

    public (Session Session, Connection Connection) Open()
    {
        var session = _registry.Open(_endpoint, SessionOwner.Nobody, isKeyed: false, out _, out _)!;
        var attach = new AttachFrame { Mode = AttachMode.Take, Id = session.Id, Secret = session.Secret, Attempt = 1 };
        session.Attach(attach, new ConnectionRequest("bench", ReaderMode.Duplex, static _ => { }, this), out var connection);
        Read(connection!);
        return (session, connection!);
    }

    /// <summary>Reads all that there is; the number of the last message.</summary>
    public static long Read(Connection connection)
    {
        var last = 0L;
        while (connection.Reader.TryRead(out var frame))
        {
            last = Math.Max(last, frame.Number);
        }

        return last;
    }

    /// <summary>Reads all that there is and acks it.</summary>
    public static void ReadAndAck(Session session, Connection connection)
    {
        Span<byte> ack = stackalloc byte[FrameWriter.MaxControlFrame];
        var carrier = new UpstreamCarrier(0, connection, mayCarryMessages: true);
        session.Receive(ref carrier, ack[..FrameWriter.WriteAck(ack, Read(connection))]);
        carrier.Dispose();
    }

    public void Opened(Session session)
    {
    }

    public void Attached(Session session, string transport, bool isCandidate)
    {
    }

    public void Promoted(Session session, string transport)
    {
    }

    public void Detached(Session session, string transport, CloseCode code, TimeSpan duration)
    {
    }

    public void Reported(Session session, string transport, string reason)
    {
    }

    public void Gap(Session session, long from, long to)
    {
    }

    public void ClientFailed(Session session, long number, string code)
    {
    }

    public void HandlerFailed(Session session, long number, Exception fault)
    {
    }

    public void Closed(Session session, CloseReason reason, TimeSpan duration)
    {
    }

    public void Shed(int sessions, long bytes)
    {
    }

    public void Draining(int sessions, TimeSpan most)
    {
    }

    public void Drained(in DrainReport report)
    {
    }
}
