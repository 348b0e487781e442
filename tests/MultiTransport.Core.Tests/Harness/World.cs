using MultiTransport.Testing;

namespace MultiTransport.Core.Tests;

/// <summary>One process without a web server: a registry, one endpoint and a clock that stands still.</summary>
internal sealed class World
{
    private readonly Queue<MessageHandler> _handlers = new();
    private readonly bool _speaksTopics;

    public World(
        Action<SessionOptions>? options = null,
        Action<ServerLimits>? limits = null,
        TopicOptions? topics = null,
        ITopicHistory? history = null,
        ITopicAuthorizer? authorizer = null)
    {
        options?.Invoke(Options);
        limits?.Invoke(Limits);
        Topics = new TopicTable(topics ?? new TopicOptions(), Time, history, authorizer);
        _speaksTopics = topics is not null;
        Registry = new SessionRegistry(Limits, Time, Observer);
        Endpoint = EndpointNamed("/echo");
    }

    public ManualTimeProvider Time { get; } = new();

    public SessionOptions Options { get; } = new();

    public ServerLimits Limits { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public SessionRegistry Registry { get; }

    /// <summary>Where handlers are told of an end that they did not make: here at once, so that a test sees it.</summary>
    public Action<Action> Elsewhere { get; init; } = static work => work();

    public TopicTable Topics { get; }

    /// <summary>The epoch of the topics' history.</summary>
    public string Epoch => Topics.Store.GetEpochAsync(default).AsTask().Result;

    public SessionEndpoint Endpoint { get; }

    public ByteBudget Budget => Registry.Budget;

    public SessionEndpoint EndpointNamed(string name) =>
        new(name, Options, Registry.Budget, Time, Observer, () => _handlers.TryDequeue(out var handler) ? handler : new ScriptedHandler())
        {
            Topics = _speaksTopics ? Topics : null,
            Elsewhere = Elsewhere,
        };

    public Session Open(MessageHandler? handler = null, SessionOwner? owner = null, bool isKeyed = false, SessionEndpoint? endpoint = null) =>
        TryOpen(out var refusal, out var bound, handler, owner, isKeyed, endpoint)
        ?? throw new InvalidOperationException($"The session was refused: {refusal} {bound}");

    public Session? TryOpen(
        out Protocol.CloseCode refusal,
        out string bound,
        MessageHandler? handler = null,
        SessionOwner? owner = null,
        bool isKeyed = false,
        SessionEndpoint? endpoint = null)
    {
        if (handler is not null)
        {
            _handlers.Enqueue(handler);
        }

        return Registry.Open(endpoint ?? Endpoint, owner ?? SessionOwner.Nobody, isKeyed, out refusal, out bound);
    }

    /// <summary>Completes when nobody reads of a topic's history: what goes on there does so on threads of the pool.</summary>
    public void WaitUntilQuiet() => Assert.True(SpinWait.SpinUntil(() => Topics.Counts.Replaying == 0, TimeSpan.FromSeconds(20)), "Somebody reads of a history without end.");

    /// <summary>Begins a shutdown of 30 s.</summary>
    public Task DrainAsync(int pace = 100, CancellationToken hurry = default) => Registry.DrainAsync(new DrainPlan(TimeSpan.FromSeconds(30), pace), hurry);

    /// <summary>Moves the clock and sweeps once, as the shared timer would at that moment.</summary>
    public void Pass(double seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Registry.Sweep();
        Topics.Sweep();
    }
}
