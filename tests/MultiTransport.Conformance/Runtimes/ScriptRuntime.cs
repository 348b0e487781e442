using System.Text.Json;
using System.Text.Json.Nodes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>A JavaScript runtime with the driver in it.</summary>
internal sealed class ScriptRuntime(string name, bool isPage, ControlConnection control, RuntimeProcess? process = null) : IClientRuntime
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private int _sessions;

    public string Name { get; } = name;

    public bool IsPage { get; } = isPage;

    public ControlConnection Control { get; } = control;

    /// <summary>Null for a page inside another.</summary>
    public RuntimeProcess? Process { get; } = process;

    public async Task<IScenarioClient> ConnectAsync(Uri url, ScenarioOptions? options = null, params IReadOnlyList<ScenarioData> first)
    {
        options ??= new ScenarioOptions();
        var session = $"{Name}-{Interlocked.Increment(ref _sessions)}";
        var client = new ScriptScenarioClient(Control, session);
        var sends = first.Select(data => (Id: Control.NewId(), Data: data)).ToList();
        client.First = [.. sends.Select(send => Control.Expect(send.Id))];
        await Control.CommandAsync("connect", new JsonObject
        {
            ["session"] = session,
            ["client"] = IsPage ? $"{options.Script ?? (options.Topics ? (await ControlHost.Instance).TopicScript : (await ControlHost.Instance).Script)}" : null,
            ["topics"] = options.Topics,
            ["url"] = url.IsAbsoluteUri ? url.ToString() : url.OriginalString,
            ["listen"] = options.Listen,
            ["options"] = OptionsOf(options),
            ["sends"] = new JsonArray([.. sends.Select(static send => new JsonObject { ["id"] = send.Id, ["data"] = send.Data.Json.DeepClone() })]),
        });
        return client;
    }

    public async Task<bool> AnswersAsync()
    {
        try
        {
            await Control.CommandAsync("ping").WithTimeout(Patience);
            return true;
        }
        catch (Exception gone) when (gone is TimeoutException or InvalidOperationException)
        {
            await (Process?.EndAsync() ?? Task.CompletedTask);
            return false;
        }
    }

    public async Task<IReadOnlyList<string>> ProblemsAsync() => (await Control.CommandAsync("problems")).Deserialize<string[]>()!;

    public async Task<Leftovers> LeftoversAsync() => (await Control.CommandAsync("leftovers")).Deserialize<Leftovers>(Web)!;

    public async Task SleepAsync(TimeSpan time)
    {
        await Process!.StopAsync();
        await Task.Delay(time, TimeProvider.System); // sleeping is the point here
        await Process.ContinueAsync();
    }

    public async Task<string> AboutAsync() => (await Control.CommandAsync("about"))!.GetValue<string>();

    private static JsonObject OptionsOf(ScenarioOptions options)
    {
        var plain = new JsonObject();
        Set("transports", options.Transports is null ? null : JsonSerializer.SerializeToNode(options.Transports));
        Set("connectTimeout", options.ConnectTimeout?.TotalMilliseconds);
        Set("requestTimeout", options.RequestTimeout?.TotalMilliseconds);
        Set("pollInterval", options.PollInterval?.TotalMilliseconds);
        Set("queue", options.Queue is { } queue ? new JsonObject { ["messages"] = queue.Messages, ["bytes"] = queue.Bytes } : null);
        return new JsonObject
        {
            ["plain"] = plain,
            ["tokens"] = options.Tokens is null ? null : JsonSerializer.SerializeToNode(options.Tokens),
            ["answers"] = options.Answers,
            ["memory"] = options.Memory,
        };

        void Set(string field, JsonNode? value)
        {
            if (value is not null)
            {
                plain[field] = value;
            }
        }
    }
}
