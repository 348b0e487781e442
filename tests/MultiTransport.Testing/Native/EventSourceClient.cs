using System.Net;
using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>
/// <c>new EventSource(url)</c>: reconnects with Last-Event-ID after any end of the stream and any network error, stops at 204, and dies of every other
/// answer than 200 with <c>text/event-stream</c>, as the WHATWG standard has it.
/// </summary>
public sealed class EventSourceClient : IAsyncDisposable
{
    private static readonly TimeSpan BrowsersRetry = TimeSpan.FromSeconds(3);

    private readonly Uri _address;
    private readonly EventSourceClientOptions _options;
    private readonly CarrierHttp _http = new(new ProtocolClientOptions());
    private readonly CancellationTokenSource _life = new();
    private readonly Channel<SseEvent> _events = Channel.CreateUnbounded<SseEvent>();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _connection;
    private Task _running = Task.CompletedTask;
    private int _connects;

    private EventSourceClient(Uri address, EventSourceClientOptions options)
    {
        _address = address;
        _options = options;
        LastEventId = options.LastEventId;
    }

    /// <summary>Every event in order, control events included. Ends when the EventSource closes for good.</summary>
    public ChannelReader<SseEvent> Events => _events.Reader;

    public string LastEventId { get; private set; }

    public TimeSpan Retry { get; private set; } = BrowsersRetry;

    /// <summary>Requests made.</summary>
    public int Connects => Volatile.Read(ref _connects);

    public int Comments { get; private set; }

    /// <summary>The status that ended it for good: 204, or what killed it.</summary>
    public int? FinalStatus { get; private set; }

    /// <summary>The last pause before a reconnect.</summary>
    public TimeSpan LastPause { get; private set; }

    /// <summary>Completes when it will not connect again.</summary>
    public Task Closed => _running;

    public static EventSourceClient Open(Uri address, EventSourceClientOptions? options = null)
    {
        var client = new EventSourceClient(address, options ?? new EventSourceClientOptions());
        client._running = client.RunAsync();
        return client;
    }

    /// <summary>The next event of this type ("message" for texts); others before it are passed over.</summary>
    public async Task<SseEvent> NextAsync(string type = "message", CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var next = await _events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (next.Type == type)
            {
                return next;
            }
        }
    }

    /// <summary>Tears the connection with RST; it comes back by itself.</summary>
    public void Cut()
    {
        _http.Reset();
        lock (_gate)
        {
            _connection?.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync().ConfigureAwait(false);
        _http.Reset();
        await _running.ConfigureAwait(false);
        _http.Dispose();
        _life.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (await ConnectAsync().ConfigureAwait(false))
            {
                LastPause = _options.HonourRetry ? Retry : TimeSpan.Zero;
                await Task.Delay(LastPause, _options.Time, _life.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    /// <summary>One connection from beginning to end; true where another follows.</summary>
    private async Task<bool> ConnectAsync()
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        lock (_gate)
        {
            _connection = cut;
        }

        try
        {
            Interlocked.Increment(ref _connects);
            using var request = new HttpRequestMessage(HttpMethod.Get, _address);
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
            request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
            if (LastEventId.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Last-Event-ID", LastEventId);
            }

            foreach (var (name, value) in _options.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.Invoker.SendAsync(request, cut.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                FinalStatus = (int)response.StatusCode;
                return false;
            }

            await ReadAsync(response, cut.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (ProtocolClient.IsCut(error) && !_life.IsCancellationRequested)
        {
            // a network error: the standard reconnects
        }
        finally
        {
            lock (_gate)
            {
                _connection = null;
            }
        }

        return true;
    }

    private async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var parser = new SseParser(LastEventId);
        var before = Comments;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            var completed = parser.Feed(buffer.AsSpan(0, count));
            LastEventId = parser.LastEventId;
            Retry = parser.Retry ?? Retry;
            Comments = before + parser.Comments;
            foreach (var one in completed)
            {
                _events.Writer.TryWrite(one);
            }
        }
    }
}
