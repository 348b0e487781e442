namespace MultiTransport.Testing;

/// <summary><c>curl -N -H 'Accept: application/x-ndjson'</c>: one response; resume by opening another with <see cref="Place"/>.</summary>
public sealed class JsonLinesClient : IAsyncDisposable
{
    private readonly CarrierHttp _http;
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly List<byte> _pending = [];
    private readonly byte[] _buffer = new byte[16 * 1024];

    private JsonLinesClient(CarrierHttp http, HttpResponseMessage response, Stream stream, string? place)
    {
        _http = http;
        _response = response;
        _stream = stream;
        Place = place;
        Session = response.Headers.TryGetValues("MultiTransport-Session", out var values) ? values.Single() : null;
    }

    public int StatusCode => (int)_response.StatusCode;

    public HttpResponseMessage Response => _response;

    /// <summary><c>id.secret</c>, what <see cref="NativePoster"/> needs; told by what opened the session.</summary>
    public string? Session { get; private set; }

    /// <summary>Where this client stands.</summary>
    public string? Place { get; private set; }

    /// <summary>True once the line <c>end</c> came: the response was not cut.</summary>
    public bool Ended { get; private set; }

    public static async Task<JsonLinesClient> OpenAsync(Uri address, string? after = null, CancellationToken cancellationToken = default)
    {
        var http = new CarrierHttp(new ProtocolClientOptions());
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, after is null ? address : new Uri($"{address}?after={Uri.EscapeDataString(after)}"));
            request.Headers.TryAddWithoutValidation("Accept", "application/x-ndjson");
            var response = await http.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new JsonLinesClient(http, response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), after);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>The next line; null at the end of the response, whole or cut. An unfinished line is thrown away.</summary>
    public async Task<JsonLine?> ReadAsync(CancellationToken cancellationToken = default)
    {
        int end;
        while ((end = _pending.IndexOf((byte)'\n')) < 0)
        {
            try
            {
                var count = await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    return null;
                }

                _pending.AddRange(_buffer.AsSpan(0, count));
            }
            catch (Exception error) when (ProtocolClient.IsCut(error) && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }

        var line = JsonLine.Parse(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[..end]);
        _pending.RemoveRange(0, end + 1);
        Place = line.Place ?? Place;
        Session = line.Session ?? Session;
        Ended |= line.Kind == "end";
        return line;
    }

    /// <summary>The next message; other lines before it are passed over.</summary>
    public async Task<NativeMessage?> ReadMessageAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Message is { } message)
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>RST.</summary>
    public void Cut() => _http.Reset();

    public async ValueTask DisposeAsync()
    {
        _http.Reset();
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (ProtocolClient.IsCut(error))
        {
            // its socket is gone
        }

        _response.Dispose();
        _http.Dispose();
    }
}
