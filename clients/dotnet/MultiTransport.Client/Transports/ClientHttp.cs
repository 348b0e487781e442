using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace MultiTransport.Client;

/// <summary>The requests of one session: their addresses, their headers, and the handler that sends them.</summary>
internal sealed class ClientHttp : IDisposable
{
    private static readonly TimeSpan StaleWithin = TimeSpan.FromMilliseconds(100);

    private readonly Uri _base;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, string>[] _headers;

    public ClientHttp(Uri url, SessionSettings settings)
    {
        (_base, _time) = (url, settings.Time);
        _headers = settings.Headers;
        Version = settings.HttpVersion;
        Invoker = settings.Handler is { } given
            ? new HttpMessageInvoker(given, disposeHandler: false)
            : new HttpMessageInvoker(NewHandler(), disposeHandler: true);
    }

    /// <summary>What is asked for; an older one is taken where there is no other.</summary>
    public Version Version { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>The headers that every request bears.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers => _headers;

    public Uri Address(string path, string? query = null)
    {
        var address = new UriBuilder(_base) { Path = $"{_base.AbsolutePath.TrimEnd('/')}/{path.TrimStart('/')}" };
        if (query is not null)
        {
            address.Query = address.Query.Length > 1 ? $"{address.Query}&{query}" : query;
        }

        return address.Uri;
    }

    /// <summary>
    /// Posts a body; returns when the head of the answer is there. A connection that was kept may be closed by the other end just as it is used again: then
    /// the request goes once more, which the protocol allows for every POST.
    /// </summary>
    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? bearer, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        try
        {
            return await OnceAsync(path, body, bearer, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (IsStale(error) && _time.GetElapsedTime(begun) < StaleWithin)
        {
            return await OnceAsync(path, body, bearer, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Invoker.Dispose();

    private Task<HttpResponseMessage> OnceAsync(string path, byte[] body, string? bearer, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path))
        {
            Content = new ByteArrayContent(body),
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return Invoker.SendAsync(request, cancellationToken);
    }

    private static bool IsStale(HttpRequestException error) =>
        error.HttpRequestError == HttpRequestError.ResponseEnded || error.InnerException is IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } };

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false, // a redirect is not our server's answer
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change of the name's addresses is seen
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),

        // Over HTTP/2 all share one connection: where it fell silent, every new try would wait on it.
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
