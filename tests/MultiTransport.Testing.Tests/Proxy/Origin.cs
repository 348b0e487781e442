using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>The server behind the proxy: it reads requests and answers nothing by itself, the test does.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<OriginRequest> _requests = Channel.CreateUnbounded<OriginRequest>();
    private readonly Channel<string> _ends = Channel.CreateUnbounded<string>();
    private readonly List<Task> _serving = [];
    private readonly List<RawHttp> _connections = [];
    private readonly Task _accepting;

    public Origin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Requests that came in, not taken with <see cref="NextAsync"/> yet.</summary>
    public int Waiting => _requests.Reader.Count;

    public int Connections { get; private set; }

    /// <summary>The next request, complete with its body.</summary>
    public Task<OriginRequest> NextAsync() => _requests.Reader.ReadAsync().AsTask().WithTimeout();

    public Task<OriginRequest> ReadAsync(CancellationToken token) => _requests.Reader.ReadAsync(token).AsTask();

    /// <summary>How the next connection that ended did so: "FIN" or "RST".</summary>
    public Task<string> NextEndAsync() => _ends.Reader.ReadAsync().AsTask().WithTimeout();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await Task.WhenAll(_serving);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = RawHttp.Over(await _listener.AcceptAsync());
                Connections++;
                _connections.Add(connection);
                _serving.Add(ServeAsync(connection));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private async Task ServeAsync(RawHttp connection)
    {
        try
        {
            while (await connection.ReadRequestAsync() is var (head, body))
            {
                _requests.Writer.TryWrite(new OriginRequest(connection, head, body));
                if (head["Upgrade"] is not null && head.HasToken("Connection", "Upgrade"))
                {
                    return; // the test reads the frames
                }
            }
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        _ends.Writer.TryWrite(connection.WasReset ? "RST" : "FIN");
    }
}
