using System.Collections.Concurrent;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>
/// A real Kestrel with the endpoint <c>/echo</c> and a clock that stands still. The handler echoes, but for some words: <c>mute</c> is only noted,
/// <c>throw</c> fails, <c>wait</c> is not handled before <see cref="Release"/>, <c>bye</c> closes the session.
/// </summary>
public sealed class Edge : IAsyncDisposable
{
    public const string Path = "/echo";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _handled = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiters = new();
    private TestHost? _host;

    private Edge()
    {
    }

    public TestHost Host => _host!;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Every message that reached the handler, as text.</summary>
    public IReadOnlyCollection<string> Handled => _handled;

    /// <summary>How many sessions were ever opened.</summary>
    public int Opened => Host.Logs.Entries.Count(log => log.Event.Name == "SessionOpened");

    public ISessions Sessions => Host.Services.GetRequiredService<ISessions>();

    /// <summary>The session of a credential or a place.</summary>
    public Session SessionOf(string credential)
    {
        Assert.True(MultiTransport.Protocol.SessionId.TryParse(credential.Replace("v1.", "", StringComparison.Ordinal).AsSpan(0, 22), out var id));
        var session = Sessions.Find(id);
        Assert.NotNull(session);
        return session;
    }

    public static Task<Edge> StartAsync(Action<MultiTransportOptions> options) => StartAsync(new EdgeSetup { Options = options });

    public static async Task<Edge> StartAsync(EdgeSetup? setup = null)
    {
        setup ??= new EdgeSetup();
        var edge = new Edge();
        edge._host = await TestHost.StartAsync(
            builder =>
            {
                if (!setup.RealTime)
                {
                    builder.Services.AddSingleton<TimeProvider>(edge.Time);
                }

                // What is not acked at the end of a test is nobody's business.
                builder.Services.Configure<MultiTransportServerOptions>(server => (server.DrainTimeout, server.SweepInterval) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(250)));
                builder.Services.AddMultiTransport();
                setup.Builder?.Invoke(builder);
            },
            app =>
            {
                setup.Pipeline?.Invoke(app);
                var conventions = app.MapMultiTransport(Path, edge.OnMessageAsync, setup.Options);
                setup.Conventions?.Invoke(conventions);
            },
            setup.Protocols);
        return edge;
    }

    public Uri Address(string pathAndQuery = "") => Host.Address(Path + pathAndQuery);

    /// <summary>Lets the handlers go on that <c>wait</c> holds.</summary>
    public void Release() => _release.TrySetResult();

    /// <summary>Completes when the handler was given that text.</summary>
    public Task WhenHandledAsync(string text) => Waiter(text).Task.WithTimeout(what: $"the handler to be given '{text}'");

    public Task<Answer> GetAsync(string pathAndQuery = "", params (string Name, string Value)[] headers) => Answer.OfAsync(Address(pathAndQuery), "GET", null, headers);

    public Task<Answer> PostAsync(string pathAndQuery, byte[] body, params (string Name, string Value)[] headers) =>
        Answer.OfAsync(Address(pathAndQuery), "POST", body, headers);

    public Task<Answer> PostAsync(string pathAndQuery, string body, params (string Name, string Value)[] headers) =>
        PostAsync(pathAndQuery, Encoding.UTF8.GetBytes(body), headers);

    public Task<Answer> NegotiateAsync(Wish? wish = null, params (string Name, string Value)[] headers) => PostAsync("/negotiate", (wish ?? new Wish()).ToJson(), headers);

    /// <summary>Opens a session as the SDK does.</summary>
    public async Task<SdkClient> OpenAsync(Wish? wish = null, params (string Name, string Value)[] headers)
    {
        var answer = await NegotiateAsync(wish, headers);
        Assert.Equal(200, answer.Status);
        var negotiated = Negotiated.Parse(answer.Body);
        return new SdkClient(this, negotiated.Id, negotiated.Secret);
    }

    /// <summary>Opens a session as curl does: a short poll.</summary>
    public async Task<NativeClient> OpenNativeAsync(params (string Name, string Value)[] headers)
    {
        var answer = await GetAsync("?wait=0", headers);
        Assert.Equal(200, answer.Status);
        return new NativeClient(answer.Json.GetProperty("session").GetString()!, answer.Json.GetProperty("next").GetString()!);
    }

    /// <summary>Opens a held native response; its head has been read.</summary>
    public async Task<HeldAnswer> HoldAsync(string accept, string pathAndQuery = "", params (string Name, string Value)[] headers)
    {
        var raw = await RawHttp.ConnectAsync(Host.Port);
        await raw.RequestAsync("GET", Path + pathAndQuery, null, [("Accept", accept), .. headers]);
        return new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());
    }

    /// <summary>Sends a request whose answer is not awaited.</summary>
    public async Task<RawHttp> BeginAsync(string method, string pathAndQuery, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var raw = await RawHttp.ConnectAsync(Host.Port);
        await raw.RequestAsync(method, Path + pathAndQuery, body, headers);
        return raw;
    }

    /// <summary>A WebSocket by hand; where it is bare and was accepted, its session has been attached.</summary>
    public async Task<RawWebSocket> SocketAsync(string path = "", string? protocol = null, params (string Name, string? Value)[] headers)
    {
        var socket = await RawWebSocket.ConnectAsync(Address(path), protocol, headers).WithTimeout();
        if (socket.Handshake.Head["MultiTransport-Session"] is { } credential && socket.Handshake.StatusCode == 101)
        {
            await WhenLoggedAsync(1002, log => $"{log["Session"]}" == credential[..22]);
        }

        return socket;
    }

    /// <summary>Waits for a log entry of the library by its event id.</summary>
    public Task<CapturedLog> WhenLoggedAsync(int eventId, Func<CapturedLog, bool>? wanted = null) => Host.Logs
        .WhenAsync(log => log.Event.Id == eventId && log.Category.StartsWith("MultiTransport", StringComparison.Ordinal) && (wanted?.Invoke(log) ?? true))
        .WithTimeout(what: $"the log event {eventId}");

    public async ValueTask DisposeAsync()
    {
        Release();
        await Host.DisposeAsync();
    }

    private async ValueTask OnMessageAsync(Session session, Message message)
    {
        var text = message.GetText();
        _handled.Enqueue(text);
        Waiter(text).TrySetResult();
        switch (text)
        {
            case "mute":
                return;
            case "throw":
                throw new InvalidOperationException("The handler was told to throw.");
            case "wait":
                await _release.Task;
                return;
            case "bye":
                session.Close("bye");
                return;
            default:
                await session.SendAsync(message);
                return;
        }
    }

    private TaskCompletionSource Waiter(string text) => _waiters.GetOrAdd(text, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
