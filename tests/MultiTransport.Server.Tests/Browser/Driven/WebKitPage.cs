using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser.Driven;

/// <summary>WebKit's MiniBrowser by its WebDriver: commands as HTTP requests.</summary>
internal sealed class WebKitPage : IDrivenPage
{
    private readonly RuntimeProcess _driver;
    private readonly HttpClient _http;
    private string _session = "";

    private WebKitPage(RuntimeProcess driver, int port)
    {
        _driver = driver;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TestTimeouts.Shared };
    }

    public static async Task<IDrivenPage> OpenAsync(Uri url)
    {
        var port = FreePort();
        (string, string)[] environment = [.. WebKitLauncher.EnvironmentOf(await WebKitLauncher.StartDisplayAsync()), ("LC_ALL", "en_US.UTF-8")]; // else the pages' language is "C", which is none
        var driver = RuntimeProcess.Start(RuntimeProcess.NewHome(), [RuntimeTools.WebKitDriver, $"--port={port}", "--host=127.0.0.1"], environment);
        var page = new WebKitPage(driver, port);
        try
        {
            await page.ListensAsync().WithTimeout(what: "WebKitWebDriver");
            var options = new JsonObject { ["binary"] = RuntimeTools.WebKit, ["args"] = new JsonArray("--automation") };
            var wanted = new JsonObject { ["alwaysMatch"] = new JsonObject { ["webkitgtk:browserOptions"] = options } };
            var session = await page.CommandAsync("session", new JsonObject { ["capabilities"] = wanted });
            page._session = $"session/{session!["sessionId"]!.GetValue<string>()}/";
            await page.CommandAsync("timeouts", new JsonObject { ["script"] = TestTimeouts.Shared.TotalMilliseconds });
            await page.CommandAsync("url", new JsonObject { ["url"] = url.AbsoluteUri });
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
        var script = $"const done = arguments[0]; ({promise}).then(done, (reason) => done(`failed: ${{reason}}`))";
        var value = await CommandAsync("execute/async", new JsonObject { ["script"] = script, ["args"] = new JsonArray() });
        return value!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _driver.EndAsync();
    }

    private async Task<JsonNode?> CommandAsync(string command, JsonObject parameters)
    {
        using var answer = await _http.PostAsJsonAsync(_session + command, parameters);
        var value = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["value"];
        return answer.IsSuccessStatusCode ? value : throw new InvalidOperationException($"WebKit: {command}: {value?.ToJsonString()}");
    }

    /// <summary>It prints nothing when it is ready: it answers.</summary>
    private async Task ListensAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync("status");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>It takes no 0.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
