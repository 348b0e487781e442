using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>Passes bytes on, whatever they mean, TLS included; on demand what it carries falls silent, as behind a firewall that forgot a connection. New connections work.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _server;
    private readonly Lock _gate = new();
    private readonly List<Carried> _connections = [];
    private readonly Task _accepting;

    private TcpRelay(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there were.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    public static TcpRelay Start(int server) => new(server);

    /// <summary>Nothing passes any more on what is open now; nobody is told.</summary>
    public void FallSilent()
    {
        lock (_gate)
        {
            _connections.ForEach(static connection => connection.IsSilent = true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] copies;
        lock (_gate)
        {
            _connections.ForEach(static connection => connection.Close());
            copies = [.. _connections.Select(static connection => connection.Copying)];
        }

        await Task.WhenAll(copies).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stopping.Token).ConfigureAwait(false);
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _server, _stopping.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _connections.Add(new Carried(client, server));
            }
        }
    }

    private sealed class Carried
    {
        private readonly Socket _client;
        private readonly Socket _server;
        private volatile bool _isSilent;

        public Carried(Socket client, Socket server)
        {
            (_client, _server) = (client, server);
            Copying = Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }

        public Task Copying { get; }

        public bool IsSilent
        {
            set => _isSilent = value;
        }

        public void Close()
        {
            _client.Dispose();
            _server.Dispose();
        }

        private async Task CopyAsync(Socket from, Socket to)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer).ConfigureAwait(false) is var count && count > 0)
                {
                    for (var sent = 0; sent < count && !_isSilent;)
                    {
                        sent += await to.SendAsync(buffer.AsMemory(sent, count - sent)).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // the end of the connection, as good as any
            }

            if (!_isSilent)
            {
                Close();
            }
        }
    }
}
