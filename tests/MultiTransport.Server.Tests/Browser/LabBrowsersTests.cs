using System.Text.Json;
using MultiTransport.Server.Tests.Browser.Driven;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's measuring page in the browsers that Playwright does not drive here: all five transports at once, and nothing lost.</summary>
/// <remarks><c>MULTITRANSPORT_LAB_SECONDS</c> makes the run longer, up to 600, for whoever watches the browser's memory meanwhile.</remarks>
[Collection(LabServer.Name)]
public sealed class LabBrowsersTests(ServerFixture server)
{
    private const int Rate = 20;
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("MULTITRANSPORT_LAB_SECONDS"), out var seconds) ? seconds : 2;

    private const string Begin = """
        (async () => {
          globalThis.complaints = []
          addEventListener('error', (event) => complaints.push(event.message))
          addEventListener('unhandledrejection', (event) => complaints.push(`${event.reason}`))
          addEventListener('securitypolicyviolation', (event) => complaints.push(`CSP: ${event.violatedDirective}`))
          while (!document.getElementById('state').dataset.state) await new Promise((resolve) => setTimeout(resolve, 50)) // its modules are not there yet
          document.getElementById('start').click()
          return ''
        })()
        """;

    /// <summary>How far it is, a second later: no single command takes long.</summary>
    private const string Look = """
        (async () => {
          await new Promise((resolve) => setTimeout(resolve, 1000))
          const state = document.getElementById('state')
          const rows = [...document.querySelectorAll('#rows tr')].map((row) => [...row.cells].map((cell) => cell.textContent))
          return JSON.stringify({ state: state.dataset.state, text: state.textContent, rows, complaints, canvases: document.querySelectorAll('.plot canvas').length })
        })()
        """;

    [BrowserFact("firefox")]
    public async Task Firefox_AllFiveAtOnce_NothingIsLost() => await RunAsync(FirefoxPage.OpenAsync);

    [BrowserFact("webkit-driven")]
    public async Task WebKit_AllFiveAtOnce_NothingIsLost() => await RunAsync(WebKitPage.OpenAsync);

    private async Task RunAsync(Func<Uri, Task<IDrivenPage>> open)
    {
        await using var page = await open(new Uri(server.Url, $"lab/#rate={Rate}&for={Seconds}&poll=200"));
        await page.EvaluateAsync(Begin);
        JsonElement told;
        do
        {
            told = JsonDocument.Parse(await page.EvaluateAsync(Look)).RootElement;
        }
        while (told.GetProperty("state").GetString() is "opening" or "running" or "settling");

        Assert.Equal("done", told.GetProperty("state").GetString());
        Assert.Empty(told.GetProperty("complaints").EnumerateArray());
        Assert.Equal(3, told.GetProperty("canvases").GetInt32());
        var rows = told.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray()).ToArray();
        var count = $"{Rate * Seconds:N0}";
        Assert.Equal(
            new[] { "websocket", "sse", "stream", "longpoll", "shortpoll" }.Select(name => (name, "down", count, "0")),
            rows.Select(row => (row[0], row[1], row[2], row[3])));
    }
}
