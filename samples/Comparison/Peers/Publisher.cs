using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Peers;

/// <summary>Tells one peer's server, on a connection of its own, what every client is to hear.</summary>
internal sealed class Publisher : IDisposable
{
    private readonly RequestWriter _post;
    private readonly ClientSocket _connection;
    private readonly byte[] _payload;

    public Publisher(EventLoop loop, PeerServer server, int size)
    {
        var traffic = new Traffic();
        _payload = Stamp.NewPayload(size, isBinary: false);
        _post = new RequestWriter("POST", "/publish", HeaderSet.Minimal.For(RequestKind.Fetch, server.EndPoint.ToString()));
        _connection = new ClientSocket(loop, server.EndPoint, "publisher", traffic, new HttpResponses(traffic, (_, _) => { }));
    }

    public void Publish(long number, long due)
    {
        Stamp.Write(_payload, due, number);
        _connection.Send(_post, _payload);
    }

    public void Dispose()
    {
        _connection.Closed = () => { };
        _connection.Dispose();
    }
}
