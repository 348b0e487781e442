using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>An SDK client that attaches as it is told.</summary>
internal sealed class Client(Session session)
{
    private long _attempt;
    private ulong _nonce;

    public int Aborts { get; private set; }

    public Link Take(
        ReaderMode mode = ReaderMode.Duplex, long received = 0, long upstream = 0, long acked = 0, TimeSpan? hold = null) =>
        Attach(AttachMode.Take, mode, received, upstream, acked, hold);

    public Link Probe(ReaderMode mode = ReaderMode.Duplex, long received = 0, long upstream = 0, long acked = 0) =>
        Attach(AttachMode.Probe, mode, received, upstream, acked, null);

    /// <summary>The same by a transport that has a name.</summary>
    public Link Take(string transport, ReaderMode mode = ReaderMode.Duplex, long received = 0) => Attach(AttachMode.Take, mode, received, 0, 0, null, transport);

    public Link Probe(string transport, ReaderMode mode = ReaderMode.Duplex) => Attach(AttachMode.Probe, mode, 0, 0, 0, null, transport);

    public Link TakeQuietly(string transport, ReaderMode mode = ReaderMode.Duplex)
    {
        var link = Take(transport, mode);
        Assert.StartsWith("attached active", Assert.Single(link.Read(1)), StringComparison.Ordinal);
        return link;
    }

    /// <summary>Attaches and reads the answer, so that a test begins after it.</summary>
    public Link TakeQuietly(ReaderMode mode = ReaderMode.Duplex, long received = 0, long upstream = 0, long acked = 0)
    {
        var link = Take(mode, received, upstream, acked);
        Assert.StartsWith("attached active", Assert.Single(link.Read(1)), StringComparison.Ordinal);
        return link;
    }

    public CloseCode TryAttach(in AttachFrame frame, out Connection? connection, ReaderMode mode = ReaderMode.Duplex) =>
        session.Attach(frame, new ConnectionRequest("test", mode, static _ => { }, this), out connection);

    public AttachFrame Frame(AttachMode mode, long received = 0, long upstream = 0, long acked = 0) => new()
    {
        Mode = mode,
        Id = session.Id,
        Secret = session.Secret,
        Nonce = ++_nonce,
        Attempt = ++_attempt,
        Received = received,
        Upstream = upstream,
        Acked = acked,
    };

    /// <summary>Frames up by a request that attaches nothing.</summary>
    public CloseCode Post(long upstream, params byte[][] frames)
    {
        var fault = TryAttach(Frame(AttachMode.Send, upstream: upstream), out _);
        if (fault != CloseCode.None)
        {
            return fault;
        }

        var carrier = new UpstreamCarrier(upstream, null, mayCarryMessages: true);
        fault = session.Receive(ref carrier, frames.SelectMany(static frame => frame).ToArray());
        carrier.Dispose();
        return fault;
    }

    public Link Native(ReaderMode mode = ReaderMode.Native, long position = 0, TimeSpan? hold = null) =>
        new(session, session.AttachNative(new ConnectionRequest("native", mode, Abort, this, hold), position), 0, mayCarryMessages: true);

    private static void Abort(object state) => ((Client)state).Aborts++;

    private Link Attach(AttachMode mode, ReaderMode reader, long received, long upstream, long acked, TimeSpan? hold, string? transport = null)
    {
        transport ??= mode == AttachMode.Probe ? "probe" : "test";
        var fault = session.Attach(
            Frame(mode, received, upstream, acked), new ConnectionRequest(transport, reader, Abort, this, hold), out var connection);
        Assert.Equal(CloseCode.None, fault);
        return new Link(session, connection!, upstream, mayCarryMessages: mode == AttachMode.Take);
    }
}
