using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser.Driven;

/// <summary>Firefox by WebDriver BiDi, which it speaks itself: commands and their answers as JSON over a WebSocket.</summary>
internal sealed class FirefoxPage : IDrivenPage
{
    private const string Listening = "WebDriver BiDi listening on ";

    private readonly RuntimeProcess _firefox;
    private readonly ClientWebSocket _socket = new();
    private string _context = "";
    private int _commands;

    private FirefoxPage(RuntimeProcess firefox) => _firefox = firefox;

    public static async Task<IDrivenPage> OpenAsync(Uri url)
    {
        var firefox = await FirefoxLauncher.StartAsync(["--remote-debugging-port", "0", "about:blank"], "user_pref(\"intl.accept_languages\", \"en-US\");");
        var page = new FirefoxPage(firefox);
        try
        {
            var line = await firefox.LineAsync(static line => line.StartsWith(Listening, StringComparison.Ordinal));
            await page._socket.ConnectAsync(new Uri($"{line[Listening.Length..]}/session"), default).WithTimeout();
            await page.CommandAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
            var tree = await page.CommandAsync("browsingContext.getTree", []);
            page._context = tree["contexts"]![0]!["context"]!.GetValue<string>();
            await page.CommandAsync("browsingContext.navigate", new JsonObject { ["context"] = page._context, ["url"] = url.AbsoluteUri, ["wait"] = "complete" });
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async Task<string> EvaluateAsync(string promise)
    {
        var evaluated = await CommandAsync(
            "script.evaluate",
            new JsonObject { ["expression"] = promise, ["target"] = new JsonObject { ["context"] = _context }, ["awaitPromise"] = true });
        return evaluated["type"]!.GetValue<string>() == "success"
            ? evaluated["result"]!["value"]!.GetValue<string>()
            : throw new InvalidOperationException($"Firefox: {evaluated["exceptionDetails"]!["text"]}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _firefox.EndAsync();
    }

    private async Task<JsonNode> CommandAsync(string method, JsonObject parameters)
    {
        var id = ++_commands;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, default).WithTimeout();
        while (true)
        {
            var answer = JsonNode.Parse(await ReceiveAsync().WithTimeout(what: $"Firefox's answer to {method}"))!;
            if (answer["id"]?.GetValue<int>() == id) // else an event
            {
                return answer["result"] ?? throw new InvalidOperationException($"Firefox: {method}: {answer.ToJsonString()}");
            }
        }
    }

    private async Task<string> ReceiveAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), default);
            text.Append(Encoding.Latin1.GetString(buffer, 0, received.Count)); // escapes keep all else out of what is read here
            if (received.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }
}
