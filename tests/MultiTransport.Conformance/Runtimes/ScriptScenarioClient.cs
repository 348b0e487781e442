using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>A session of the JavaScript client, driven by commands.</summary>
internal sealed class ScriptScenarioClient : IScenarioClient
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly ControlConnection _control;
    private readonly string _session;
    private readonly Channel<ScenarioData> _messages = Channel.CreateUnbounded<ScenarioData>();
    private readonly TaskCompletionSource<double> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ScenarioClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptScenarioClient(ControlConnection control, string session)
    {
        _control = control;
        _session = session;
        control.Hear(session, Take);
    }

    public ScenarioEvents Events { get; } = new();

    public ChannelReader<ScenarioData> Messages => _messages.Reader;

    public Task<double> FirstMessageAfter => _first.Task;

    public IReadOnlyList<Task> First { get; set; } = [];

    public Task<ScenarioClosed> Closed => _closed.Task;

    public Task SendAsync(ScenarioData data, string? key = null) => RunAsync("send", new JsonObject { ["data"] = data.Json.DeepClone(), ["key"] = key });

    public async Task<ScenarioData> RequestAsync(ScenarioData data, TimeSpan? timeout = null) => ScenarioData.FromJson((await RunAsync(
        "request", new JsonObject { ["data"] = data.Json.DeepClone(), ["timeout"] = timeout?.TotalMilliseconds }))!);

    public Task UseAsync(string? transport) => RunAsync("use", new JsonObject { ["name"] = transport });

    public Task CloseAsync(string? reason = null) => RunAsync("close", new JsonObject { ["reason"] = reason });

    public Task ListenAsync() => RunAsync("listen");

    public async Task<ScenarioData?> NextAsync()
    {
        var next = await RunAsync("next");
        return next!["done"] is null ? ScenarioData.FromJson(next) : null;
    }

    public Task SubscribeAsync(string topic, ScenarioSubscribe? options = null) =>
        RunAsync("subscribe", new JsonObject { ["topic"] = topic, ["options"] = JsonSerializer.SerializeToNode(options ?? new ScenarioSubscribe(), Web) });

    public Task ReadyAsync(string topic) => RunAsync("ready", new JsonObject { ["topic"] = topic });

    public Task ListenToAsync(string topic) => RunAsync("listenTo", new JsonObject { ["topic"] = topic });

    public Task UnsubscribeAsync(string topic) => RunAsync("unsubscribe", new JsonObject { ["topic"] = topic });

    public Task PublishAsync(string topic, ScenarioData data, string? key = null, bool echo = true) =>
        RunAsync("publish", new JsonObject { ["topic"] = topic, ["data"] = data.Json.DeepClone(), ["key"] = key, ["echo"] = echo });

    public async Task<ScenarioLook> LookAsync()
    {
        var look = (await RunAsync("look"))!;
        return new ScenarioLook(
            look["state"]!.GetValue<string>(),
            look["transport"]?.GetValue<string>(),
            [.. look["attempts"]!.AsArray().Select(static attempt => ScenarioAttempt.FromJson(attempt!))],
            look["counters"].Deserialize<Dictionary<string, ScenarioCounters>>(Web)!,
            look["bufferedAmount"]!.GetValue<long>(),
            look["id"]?.GetValue<string>(),
            look["url"]!.GetValue<string>());
    }

    public Task GiveTokensAsync(params string[] tokens) => RunAsync("giveTokens", new JsonObject { ["values"] = JsonSerializer.SerializeToNode(tokens) });

    public async Task<StormOutcome> StormAsync(StormPlan plan) =>
        (await RunAsync("storm", JsonSerializer.SerializeToNode(plan, Web)!.AsObject())).Deserialize<StormOutcome>(Web)!;

    private Task<JsonNode?> RunAsync(string op, JsonObject? fields = null)
    {
        var command = fields ?? [];
        command["session"] = _session;
        return _control.CommandAsync(op, command);
    }

    private void Take(JsonObject told)
    {
        switch (told["event"]?.GetValue<string>())
        {
            case null:
                var gone = new InvalidOperationException("The runtime of the client is gone.");
                Events.Lose(gone);
                _messages.Writer.TryComplete(gone);
                _closed.TrySetException(gone);
                break;
            case "message":
                _first.TrySetResult(told["after"]!.GetValue<double>());
                _messages.Writer.TryWrite(ScenarioData.FromJson(told["data"]!));
                break;
            case "closed":
                _closed.TrySetResult(new ScenarioClosed(told["code"]!.GetValue<string>(), told["number"]!.GetValue<int>(), told["reason"]?.GetValue<string>() ?? ""));
                break;
            case { } name:
                Events.Add(new ScenarioEvent(name, told));
                break;
        }
    }
}
