using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>How probes reach the server: requests like a browser's, with or without a proxy, at most six at once, and a clock.</summary>
internal sealed class ProbeLine : IDisposable
{
    private const int Connections = 6; // as a browser has to a host

    /// <summary>Only where <c>--insecure</c> asks for it: a proxy that inspects TLS is then looked through instead of stopped at.</summary>
    private static readonly RemoteCertificateValidationCallback AnyCertificate = static (_, certificate, _, _) => certificate is not null;

    private readonly HttpClient _client;
    private readonly DoctorArguments _arguments;
    private readonly SemaphoreSlim _room = new(Connections - 1); // the last is for asking what became of the WebSocket

    public ProbeLine(DoctorArguments arguments, TimeProvider time)
    {
        _arguments = arguments;
        Time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = Connections,
        };
        if (arguments.Proxy is { } proxy)
        {
            handler.Proxy = ProxyOf(proxy);
        }

        if (arguments.Insecure)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = AnyCertificate;
        }

        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public TimeProvider Time { get; }

    public Uri Url => _arguments.Url;

    /// <summary>The proxy that a request to the server takes, without its credentials; null where none.</summary>
    public string? Proxy(Uri url)
    {
        var proxy = _arguments.Proxy ?? HttpClient.DefaultProxy.GetProxy(url);
        return proxy is null || proxy == url ? null : proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    }

    public double Since(long start) => Time.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Waits for a free connection of the six.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> probe)
    {
        await _room.WaitAsync();
        try
        {
            return await probe();
        }
        finally
        {
            _room.Release();
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, HttpContent? content, CancellationToken token, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MultiTransport-Doctor", "1"));
        request.Headers.TryAddWithoutValidation(Fingerprints.SpellingHeader, "as sent");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
    }

    public ClientWebSocket CreateSocket()
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        if (_arguments.Proxy is { } proxy)
        {
            socket.Options.Proxy = ProxyOf(proxy);
        }

        if (_arguments.Insecure)
        {
            socket.Options.RemoteCertificateValidationCallback = AnyCertificate;
        }

        return socket;
    }

    public void Dispose()
    {
        _client.Dispose();
        _room.Dispose();
    }

    private static WebProxy ProxyOf(Uri proxy) => new(proxy)
    {
        Credentials = proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password] ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null,
    };
}
