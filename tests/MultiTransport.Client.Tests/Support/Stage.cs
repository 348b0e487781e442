namespace MultiTransport.Client.Tests;

/// <summary>A session whose server and clock are the test's.</summary>
public sealed class Stage : IAsyncDisposable
{
    public Stage(Action<ClientSessionOptions>? configure = null, params string[] transports)
    {
        Options = new ClientSessionOptions
        {
            HttpMessageHandler = Server,
            TimeProvider = Clock,
            Verdicts = null,
            Transports = transports.Length > 0 ? transports : [TransportNames.LongPolling],
            Random = new HalfRandom(),
            Gather = TimeSpan.Zero, // the clock stands still
        };
        configure?.Invoke(Options);
        Session = ClientSession.Connect(new Uri("http://server.test/echo"), Options);
    }

    private TaskCompletionSource? _ready;

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedHandler Server { get; } = new();

    public ClientSessionOptions Options { get; }

    public ClientSession Session { get; }

    /// <summary>One whose first negotiate waits until the test asks for it, so that the test's first sends are on it however busy the machine is.</summary>
    public static Stage Gated(Action<ClientSessionOptions>? configure = null)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Stage(options =>
        {
            configure?.Invoke(options);
            options.TokenProvider = async (_, _) =>
            {
                await ready.Task;
                return null;
            };
        })
        { _ready = ready };
    }

    /// <summary>The next negotiate.</summary>
    public Task<ScriptedRequest> NegotiateAsync()
    {
        _ready?.TrySetResult();
        return Server.NextAsync("negotiate");
    }

    /// <summary>Through negotiate to the first poll.</summary>
    public async Task<ScriptedRequest> OpenAsync(string offered = "longpoll", double hold = 20)
    {
        (await NegotiateAsync()).Open(offered, hold: hold);
        return await Server.NextAsync("poll");
    }

    /// <summary>Moves the clock as soon as some timer is due after exactly this span.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        await Clock.WhenTimerDueInAsync(span).WithTimeout(what: $"a timer in {span}; the next is in {Clock.NextDue}");
        Clock.Advance(span);
    }

    public async ValueTask DisposeAsync()
    {
        _ready?.TrySetResult();
        Server.Automatic = static request =>
        {
            request.Fail("the test is over");
            return true;
        };
        var closed = Session.CloseAsync();
        for (var seconds = 0; !closed.IsCompleted; seconds++)
        {
            Assert.True(seconds < 1000, "It does not close.");
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.Equal(0, Clock.ActiveTimers);
    }

    /// <summary>Jitter that is always in the middle.</summary>
    private sealed class HalfRandom : Random
    {
        public override double NextDouble() => 0.5;
    }
}
