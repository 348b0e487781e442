using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace MultiTransport.Comparison.Probes;

/// <summary>A fresh HTTP client of the framework, for one measurement, whose connections are counted under TLS.</summary>
internal sealed class ProbeHttp : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _base;
    private readonly Version _version;

    /// <param name="server">The measured port.</param>
    /// <param name="isTls">Whether that port speaks TLS.</param>
    /// <param name="isHttp2">HTTP/2 over TLS; else HTTP/1.1.</param>
    public ProbeHttp(IPEndPoint server, bool isTls, bool isHttp2)
    {
        _base = new Uri($"{(isTls ? "https" : "http")}://{server}");
        _version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        _handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = ConnectAsync,
#pragma warning disable CA5359 // the certificate is our own child process's, an hour old; what is measured is TLS's cost
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
        };
        _invoker = new HttpMessageInvoker(_handler);
    }

    public WireCounter Wire { get; } = new();

    public int Requests { get; private set; }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage>? configure = null)
    {
        Requests++;
        var request = new HttpRequestMessage(method, new Uri(_base, path)) { Content = content, Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        configure?.Invoke(request);
        var answer = await _invoker.SendAsync(request, CancellationToken.None);
        return answer.IsSuccessStatusCode ? answer : throw new HttpRequestException($"{method} {path} was answered {(int)answer.StatusCode}");
    }

    public async Task<ClientWebSocket> OpenWebSocketAsync(string path, string? subProtocol = null, Action<ClientWebSocketOptions>? configure = null)
    {
        Requests++;
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = _version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (subProtocol is not null)
        {
            socket.Options.AddSubProtocol(subProtocol);
        }

        configure?.Invoke(socket.Options);
        var url = new UriBuilder(new Uri(_base, path)) { Scheme = _base.Scheme == "https" ? "wss" : "ws" }.Uri;
        await socket.ConnectAsync(url, _invoker, CancellationToken.None);
        return socket;
    }

    public void Dispose() => _invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            Wire.Connected();
            return new CountingStream(new NetworkStream(socket, ownsSocket: true), Wire);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
