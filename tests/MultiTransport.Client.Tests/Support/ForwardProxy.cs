using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiTransport.Client.Tests;

/// <summary>An explicit HTTP proxy, as companies have them: CONNECT for tunnels, whole URLs for everything else.</summary>
public sealed class ForwardProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _life = new();
    private readonly Task _accepting;

    public ForwardProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The first lines of all requests that opened a connection.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        _listener.Stop();
        await _accepting;
        _life.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_life.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var origin = new TcpClient();
        try
        {
            var stream = client.GetStream();
            var head = await HeadAsync(stream);
            var line = head[..head.IndexOf('\r')];
            Seen.Enqueue(line);
            var target = line.Split(' ')[1];
            var isTunnel = line.StartsWith("CONNECT ", StringComparison.Ordinal);
            var address = new Uri(isTunnel ? $"http://{target}" : target);
            await origin.ConnectAsync(IPAddress.Loopback, address.Port, _life.Token);
            await (isTunnel ? stream : origin.GetStream()).WriteAsync(Encoding.ASCII.GetBytes(isTunnel ? "HTTP/1.1 200 OK\r\n\r\n" : head), _life.Token);
            await Task.WhenAny(stream.CopyToAsync(origin.GetStream(), _life.Token), origin.GetStream().CopyToAsync(stream, _life.Token));
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
        {
            // one of the two is gone
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _life.Token) == 0)
            {
                throw new IOException("It ended within its head.");
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
