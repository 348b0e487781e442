using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>Stands before a server and counts bytes, knowing nothing of what they mean.</summary>
internal sealed class ByteRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<RelayedConnection> _connections = new();
    private readonly int _target;
    private readonly Task _accepting;

    public ByteRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<RelayedConnection> Connections => [.. _connections];

    public long Up => _connections.Sum(connection => connection.Up);

    public long Down => _connections.Sum(connection => connection.Down);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var connection = new RelayedConnection(client, server);
                _connections.Enqueue(connection);
                _ = connection.RunAsync();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }
}
