using System.Net;
using System.Net.Sockets;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>
/// A TCP relay in this process that makes the network between client and server: every byte arrives that much later, or never (a peer that vanished without
/// a FIN), or the connection is cut. One thread a direction and connection; bytes leave at instants that are fixed when they come in.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _server;
    private readonly long _delay;
    private readonly Lock _gate = new();
    private readonly List<RelayedConnection> _connections = [];
    private volatile bool _isSilent;
    private volatile bool _isDisposed;

    public Relay(IPEndPoint server, TimeSpan delay)
    {
        _server = server;
        _delay = MonotonicClock.Of(delay);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        new Thread(Accept) { IsBackground = true, Name = "relay" }.Start();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>From now on nothing passes, either way, and nobody is told.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public int Connections
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count(connection => !connection.IsClosed);
            }
        }
    }

    /// <summary>Cuts every connection that is open, both ways, with a reset.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _connections.ForEach(connection => connection.Cut());
            _connections.Clear();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Dispose();
        Cut();
    }

    private void Accept()
    {
        while (!_isDisposed)
        {
            Socket? client = null;
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                client = _listener.Accept();
                client.NoDelay = true;
                server.Connect(_server);
            }
            catch (SocketException)
            {
                client?.Dispose(); // nobody listens behind: the client is told by a closed connection
                server.Dispose();
                continue;
            }
            catch (ObjectDisposedException)
            {
                server.Dispose();
                return;
            }

            lock (_gate)
            {
                _connections.Add(new RelayedConnection(client, server, _delay, () => _isSilent));
            }
        }
    }
}
