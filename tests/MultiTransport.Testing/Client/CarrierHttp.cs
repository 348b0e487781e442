using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>HTTP with its own sockets, so that they can be torn.</summary>
internal sealed class CarrierHttp : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly ProtocolClientOptions _options;

    public CarrierHttp(ProtocolClientOptions options)
    {
        _options = options;
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        });
    }

    public HttpMessageInvoker Invoker { get; }

    public Task<HttpResponseMessage> PostAsync(Uri address, byte[] body, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        // The content type is a simple one; "none" is the other that the contract names.
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = content,
            Version = _options.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!_options.ReuseConnections && _options.HttpVersion == HttpVersion.Version11)
        {
            request.Headers.ConnectionClose = true;
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>RST on every socket.</summary>
    public void Reset()
    {
        List<Socket> all;
        lock (_gate)
        {
            all = [.. _sockets];
            _sockets.Clear();
        }

        foreach (var socket in all)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // closed already
            }

            socket.Dispose();
        }
    }

    public void Dispose()
    {
        Reset();
        Invoker.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        lock (_gate)
        {
            _sockets.Add(socket);
        }

        return new TrackedStream(this, socket);
    }

    private sealed class TrackedStream(CarrierHttp owner, Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            lock (owner._gate)
            {
                owner._sockets.Remove(Socket);
            }

            base.Dispose(disposing);
        }
    }
}
