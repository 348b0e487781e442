using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>One attachment, driven by hand: what an adapter does, without a socket.</summary>
internal sealed class Link
{
    private UpstreamCarrier _carrier;

    public Link(Session session, Connection connection, long upstream, bool mayCarryMessages)
    {
        Session = session;
        Connection = connection;
        _carrier = new UpstreamCarrier(upstream, connection, mayCarryMessages);
    }

    public Session Session { get; }

    public Connection Connection { get; }

    public BusReader Reader => Connection.Reader;

    public long Position => _carrier.Position;

    /// <summary>Reads what there is, one line a frame; see <see cref="Down"/>.</summary>
    public List<string> Read(int most = int.MaxValue)
    {
        var lines = new List<string>();
        while (lines.Count < most && Reader.TryRead(out var frame))
        {
            lines.Add(Down.Describe(frame));
        }

        return lines;
    }

    /// <summary>Sends frames up in one body or WebSocket message.</summary>
    public CloseCode Send(params byte[][] frames) => Session.Receive(ref _carrier, frames.SelectMany(static frame => frame).ToArray());

    public void Leave(CloseCode code = CloseCode.None)
    {
        _carrier.Dispose();
        Session.Detach(Connection, code);
    }
}
