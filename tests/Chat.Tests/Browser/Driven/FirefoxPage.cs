using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Chat.Tests.Browser.Driven;

/// <summary>A tab of Firefox, by WebDriver BiDi, which it speaks itself.</summary>
internal sealed class FirefoxPage : IDrivenPage
{
    private static readonly Dictionary<string, string> Keys = new() { ["Enter"] = "\uE007", ["Shift"] = "\uE008", ["Tab"] = "\uE004", ["Escape"] = "\uE00C", ["ArrowUp"] = "\uE013" };

    private readonly BidiConnection _connection;
    private readonly string _user;
    private readonly string _tab;
    private readonly ConcurrentQueue<string> _complaints = new();

    public FirefoxPage(BidiConnection connection, string user, string tab)
    {
        (_connection, _user, _tab) = (connection, user, tab);
        connection.Told += Keep;
    }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public Task GotoAsync(Uri url) => CommandAsync("browsingContext.navigate", new JsonObject { ["url"] = url.AbsoluteUri, ["wait"] = "complete" });

    public async Task<string> EvaluateAsync(string expression) => (await RunAsync(expression))["value"]!.GetValue<string>();

    public async Task ClickAsync(string selector)
    {
        var element = await RunAsync($"(() => {{ const one = {Selectors.Find(selector)}; one?.scrollIntoView({{ block: 'nearest' }}); return one }})()");
        if (element["sharedId"] is null)
        {
            throw new InvalidOperationException($"There is no {selector} to press.");
        }

        var origin = new JsonObject { ["type"] = "element", ["element"] = new JsonObject { ["sharedId"] = element["sharedId"]!.GetValue<string>() } };
        await ActAsync("pointer", [
            new JsonObject { ["type"] = "pointerMove", ["x"] = 0, ["y"] = 0, ["origin"] = origin },
            new JsonObject { ["type"] = "pointerDown", ["button"] = 0 },
            new JsonObject { ["type"] = "pointerUp", ["button"] = 0 }]);
    }

    public Task TypeAsync(string text) => ActAsync("key", [.. text.Select(static letter => $"{letter}").SelectMany(Strokes)]);

    public Task PressAsync(string key)
    {
        var keys = key.Split('+').Select(static one => Keys[one]).ToArray();
        return ActAsync("key", [.. keys.Select(static one => Stroke("keyDown", one)), .. Enumerable.Reverse(keys).Select(static one => Stroke("keyUp", one))]);
    }

    public async Task ChooseAsync(string selector, string file)
    {
        var element = await RunAsync($"document.querySelector({System.Text.Json.JsonSerializer.Serialize(selector)})");
        await CommandAsync("input.setFiles", new JsonObject
        {
            ["element"] = new JsonObject { ["sharedId"] = element["sharedId"]!.GetValue<string>() },
            ["files"] = new JsonArray(file),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Told -= Keep;
        await _connection.CommandAsync("browser.removeUserContext", new JsonObject { ["userContext"] = _user });
    }

    private static IEnumerable<JsonNode> Strokes(string key) => [Stroke("keyDown", key), Stroke("keyUp", key)];

    private static JsonObject Stroke(string type, string key) => new() { ["type"] = type, ["value"] = key };

    private Task ActAsync(string type, JsonNode[] actions) => CommandAsync("input.performActions", new JsonObject
    {
        ["actions"] = new JsonArray(new JsonObject { ["type"] = type, ["id"] = type, ["actions"] = new JsonArray(actions) }),
    });

    private async Task<JsonNode> RunAsync(string expression)
    {
        var ran = await _connection.CommandAsync("script.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["target"] = new JsonObject { ["context"] = _tab },
            ["awaitPromise"] = true,
        });
        return ran["type"]!.GetValue<string>() == "success" ? ran["result"]! : throw new InvalidOperationException($"Firefox: {ran["exceptionDetails"]!["text"]} in {expression}");
    }

    private Task CommandAsync(string method, JsonObject parameters)
    {
        parameters["context"] = _tab;
        return _connection.CommandAsync(method, parameters);
    }

    /// <summary>What it writes about a WebSocket that was cut.</summary>
    private static bool IsOfTheNetwork(string text) => text.Contains("connection to", StringComparison.Ordinal) && text.Contains("ws://", StringComparison.Ordinal);

    private void Keep(string name, JsonNode told)
    {
        if (name == "log.entryAdded" && told["level"]!.GetValue<string>() is "error" or "warn" && told["source"]?["context"]?.GetValue<string>() == _tab && !IsOfTheNetwork($"{told["text"]}"))
        {
            _complaints.Enqueue($"{told["text"]}");
        }
        else if (name == "browsingContext.userPromptOpened" && told["context"]!.GetValue<string>() == _tab)
        {
            _complaints.Enqueue($"dialog: {told["message"]}");
        }
    }
}
