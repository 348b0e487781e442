using System.Text.Json;
using System.Threading.Channels;
using MultiTransport.Client;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>A session of the .NET client. Its message listener is a loop over the session.</summary>
internal sealed class DotNetScenarioClient : IScenarioClient
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly ClientSession _session;
    private readonly Channel<ScenarioData> _messages = Channel.CreateUnbounded<ScenarioData>();
    private readonly TaskCompletionSource<double> _firstMessage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly DotNetTopics _topics;
    private readonly long _start;
    private Queue<string>? _tokens;
    private IAsyncEnumerator<ClientMessage>? _iterator;

    public DotNetScenarioClient(Uri url, ScenarioOptions options, TimeProvider time, IVerdictStore? verdicts, IReadOnlyList<ScenarioData> first)
    {
        _tokens = options.Tokens is null ? null : new Queue<string>(options.Tokens);
        _start = TimeProvider.System.GetTimestamp();
        _session = ClientSession.Connect(url, OptionsOf(options, time, verdicts));
        _session.Opened += (_, e) => Tell("open", new { e.Id, e.Renewed });
        _session.StateChanged += (_, e) => Tell("state", new { From = Lower(e.From), To = Lower(e.To), e.Why });
        _session.TransportChanged += (_, e) => Tell("transport", new { e.From, e.To, e.Why });
        _session.AttemptEnded += (_, e) => Tell("attempt", new { Attempt = Lower(e) });
        _session.GapReceived += (_, e) => Tell("gap", new { e.From, e.To, e.Session });
        _topics = new DotNetTopics(_session, Tell);
        Closed = ClosedAsync();
        First = [.. first.Select(data => SendAsync(data))];
        if (options.Listen)
        {
            _ = ListenAsync();
        }
    }

    public ScenarioEvents Events { get; } = new();

    public ChannelReader<ScenarioData> Messages => _messages.Reader;

    public Task<double> FirstMessageAfter => _firstMessage.Task;

    public IReadOnlyList<Task> First { get; }

    public Task<ScenarioClosed> Closed { get; }

    public Task SendAsync(ScenarioData data, string? key = null) => DotNetData.Translate(() =>
    {
        var options = key is null ? null : new SendOptions { Key = key };
        return DotNetData.IsText(data) ? _session.SendAsync(DotNetData.TextOf(data), options) : _session.SendAsync(DotNetData.BytesOf(data), options);
    });

    public Task<ScenarioData> RequestAsync(ScenarioData data, TimeSpan? timeout = null) => DotNetData.Translate(async () => DotNetData.Of(
        await (DotNetData.IsText(data) ? _session.RequestAsync(DotNetData.TextOf(data), timeout) : _session.RequestAsync(DotNetData.BytesOf(data), timeout))));

    public Task UseAsync(string? transport) => DotNetData.Translate(() => _session.UseAsync(transport));

    public Task CloseAsync(string? reason = null) => DotNetData.Translate(() => _session.CloseAsync(reason ?? ""));

    public Task ListenAsync()
    {
        _ = Task.Run(async () =>
        {
            await foreach (var message in _session)
            {
                _firstMessage.TrySetResult(TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds);
                _messages.Writer.TryWrite(DotNetData.Of(message));
            }
        });
        return Task.CompletedTask;
    }

    public async Task<ScenarioData?> NextAsync()
    {
        _iterator ??= _session.GetAsyncEnumerator();
        return await _iterator.MoveNextAsync() ? DotNetData.Of(_iterator.Current) : null;
    }

    public Task SubscribeAsync(string topic, ScenarioSubscribe? options = null) => DotNetData.Translate(() => _topics.SubscribeAsync(topic, options ?? new ScenarioSubscribe()));

    public Task ReadyAsync(string topic) => DotNetData.Translate(() => _topics.Of(topic).Ready);

    public Task ListenToAsync(string topic) => DotNetData.Translate(() => _topics.ListenToAsync(topic));

    public Task UnsubscribeAsync(string topic) => DotNetData.Translate(() => _topics.Of(topic).UnsubscribeAsync());

    public Task PublishAsync(string topic, ScenarioData data, string? key = null, bool echo = true) => DotNetData.Translate(() => _topics.PublishAsync(topic, data, key, echo));

    public Task<ScenarioLook> LookAsync() => Task.FromResult(new ScenarioLook(
        Lower(_session.State),
        _session.Transport,
        [.. _session.Attempts.Select(static attempt => ScenarioAttempt.FromJson(JsonSerializer.SerializeToNode(Lower(attempt), Web)!))],
        Counters(),
        _session.BufferedAmount,
        _session.Id,
        _session.Url.ToString()));

    public Task GiveTokensAsync(params string[] tokens)
    {
        lock (_gate)
        {
            _tokens = new Queue<string>(tokens);
        }

        return Task.CompletedTask;
    }

    public Task<StormOutcome> StormAsync(StormPlan plan) => new DotNetStorm(_session, plan, Counters).RunAsync();

    private static string Lower(ClientState state) => state.ToString().ToLowerInvariant();

    private static object Lower(TransportAttempt attempt) => new
    {
        attempt.Transport,
        attempt.Mode,
        Took = attempt.Took.TotalMilliseconds,
        Verdict = attempt.Verdict,
        attempt.Reason,
        attempt.Detail,
        attempt.Arrived,
    };

    private Dictionary<string, ScenarioCounters> Counters() =>
        _session.Counters.ToDictionary(static row => row.Key, static row => new ScenarioCounters(row.Value.Up, row.Value.Down, row.Value.Taken));

    private async Task<ScenarioClosed> ClosedAsync()
    {
        var closed = await _session.Closed;
        Tell("close", new { closed.Code, closed.Number, closed.Reason });
        return new ScenarioClosed(closed.Code, closed.Number, closed.Reason);
    }

    private void Tell(string name, object fields)
    {
        var json = JsonSerializer.SerializeToNode(fields, Web)!.AsObject();
        json["after"] = TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds;
        Events.Add(new ScenarioEvent(name, json));
    }

    private ClientSessionOptions OptionsOf(ScenarioOptions options, TimeProvider time, IVerdictStore? verdicts)
    {
        var given = new ClientSessionOptions { TimeProvider = time, Verdicts = verdicts, HttpMessageHandler = options.Handler };
        given.Transports = options.Transports ?? given.Transports;
        given.ConnectTimeout = options.ConnectTimeout ?? given.ConnectTimeout;
        given.RequestTimeout = options.RequestTimeout ?? given.RequestTimeout;
        given.PollInterval = options.PollInterval ?? given.PollInterval;
        (given.QueueMessages, given.QueueBytes) = options.Queue is { } queue ? (queue.Messages, queue.Bytes) : (given.QueueMessages, given.QueueBytes);
        given.TokenProvider = _tokens is null ? null : (asked, _) => ValueTask.FromResult<string?>(NextToken(asked.Expired));
        given.OnRequest = options.Answers is null ? null : (request, stop) => DotNetData.AnswerAsync(options.Answers, request, stop);
        return given;
    }

    private string NextToken(bool expired)
    {
        Tell("token", new { Renewed = expired });
        lock (_gate)
        {
            return _tokens!.Count > 1 ? _tokens.Dequeue() : _tokens.Peek();
        }
    }
}
