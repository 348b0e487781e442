using System.Text.Json.Nodes;
using MultiTransport.Conformance.Runtimes;

namespace Chat.Tests.Browser.Driven;

/// <summary>One Firefox; each page has cookies and storage of its own.</summary>
internal sealed class Firefox : IAsyncDisposable
{
    private const string Listening = "WebDriver BiDi listening on ";

    private readonly RuntimeProcess _process;
    private readonly BidiConnection _connection = new();

    private Firefox(RuntimeProcess process) => _process = process;

    public static async Task<Firefox> StartAsync()
    {
        var firefox = new Firefox(await FirefoxLauncher.StartAsync(["--remote-debugging-port", "0", "about:blank"], "user_pref(\"intl.accept_languages\", \"en-US\");"));
        try
        {
            var line = await firefox._process.LineAsync(static line => line.StartsWith(Listening, StringComparison.Ordinal));
            await firefox._connection.ConnectAsync(new Uri($"{line[Listening.Length..]}/session"));
            await firefox._connection.CommandAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
            await firefox._connection.CommandAsync("session.subscribe", new JsonObject { ["events"] = new JsonArray("log.entryAdded", "browsingContext.userPromptOpened") });
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    public async Task<IDrivenPage> OpenAsync()
    {
        var user = (await _connection.CommandAsync("browser.createUserContext", []))["userContext"]!.GetValue<string>();
        var tab = (await _connection.CommandAsync("browsingContext.create", new JsonObject { ["type"] = "tab", ["userContext"] = user }))["context"]!.GetValue<string>();
        return new FirefoxPage(_connection, user, tab);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _process.EndAsync();
    }
}
