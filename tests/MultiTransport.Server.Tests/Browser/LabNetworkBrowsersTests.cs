using System.Text.Json;
using MultiTransport.Server.Tests.Browser.Driven;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's bad networks in the browsers that Playwright does not drive here: the session falls, climbs back, and loses nothing.</summary>
[Collection(LabServer.Name)]
public sealed class LabNetworkBrowsersTests(ServerFixture server)
{
    private const string Begin = """
        (async () => {
          globalThis.complaints = []
          addEventListener('error', (event) => complaints.push(event.message))
          addEventListener('unhandledrejection', (event) => complaints.push(`${event.reason}`))
          addEventListener('securitypolicyviolation', (event) => complaints.push(`CSP: ${event.violatedDirective}`))
          while (!document.getElementById('state').textContent) await new Promise((resolve) => setTimeout(resolve, 50)) // its modules are not there yet
          return ''
        })()
        """;

    /// <summary>How it stands, a moment later: no single command takes long.</summary>
    private const string Look = """
        (async () => {
          await new Promise((resolve) => setTimeout(resolve, 200))
          const textOf = (id) => document.getElementById(id).textContent
          return JSON.stringify({
            carrier: textOf('transport'),
            lines: [...document.querySelectorAll('#lines .said')].map((line) => line.textContent), // the newest first
            websocketBars: document.querySelectorAll('#picture .carried.of-websocket').length,
            isStopped: !document.getElementById('start').hidden,
            verdict: textOf('verdict'),
            counts: [...document.querySelectorAll('#counts tr')].map((row) => [...row.cells].slice(2, 5).map((cell) => Number(cell.textContent.replace(/\D/g, '')))),
            complaints,
          })
        })()
        """;

    /// <summary>WebSockets open, and are mute.</summary>
    [BrowserFact("firefox")]
    public async Task Firefox_TlsInspector_AnotherRungCarries_AndNothingIsLost() => await FallAndClimbAsync(FirefoxPage.OpenAsync, "inspector", cut: false);

    /// <summary>WebSockets are refused, and text is held until it ends: the stream of bytes is left.</summary>
    [BrowserFact("webkit-driven")]
    public async Task WebKit_Antivirus_AnotherRungCarries_AndNothingIsLost() => await FallAndClimbAsync(WebKitPage.OpenAsync, "antivirus", cut: true);

    private async Task FallAndClimbAsync(Func<Uri, Task<IDrivenPage>> open, string preset, bool cut)
    {
        await using var page = await open(new Uri(server.Url, "lab/network/#rate=20"));
        await page.EvaluateAsync(Begin);
        await ClickAsync(page, "#start");
        var clear = await UntilAsync(page, "a WebSocket carries", static told => told.Carrier == "websocket");

        await ClickAsync(page, $"[value={preset}]");
        await UntilAsync(page, "the network is bad", static told => told.Changes == 2);
        if (cut)
        {
            await ClickAsync(page, "#cut"); // what is open already meets no handshake
        }

        var bad = await UntilAsync(page, "a held response carries", told => told.Carrier == "stream" || (!cut && told.Carrier == "sse"));
        Assert.Contains("longpoll carries instead of websocket.", bad.Lines);

        await ClickAsync(page, "[value=none]");
        await UntilAsync(page, "nothing is in the way", static told => told.Changes == 3);
        await ClickAsync(page, "#online");
        var again = await UntilAsync(page, "a WebSocket carries again", static told => told.Carrier == "websocket");
        Assert.True(again.WebsocketBars > clear.WebsocketBars, again.ToString());

        await ClickAsync(page, "#stop");
        var end = await UntilAsync(page, "it is stopped", static told => told.IsStopped);
        Assert.Equal("Yes: nothing lost, nothing doubled.", end.Verdict);
        Assert.All(end.Counts, static row => Assert.True(row is [>= 20, 0, 0], string.Join(' ', row)));
        Assert.Empty(end.Complaints);
    }

    private static Task ClickAsync(IDrivenPage page, string selector) => page.EvaluateAsync($"(async () => {{ document.querySelector('{selector}').click(); return '' }})()");

    private static async Task<Told> UntilAsync(IDrivenPage page, string what, Predicate<Told> isSo)
    {
        using var patience = new CancellationTokenSource(TestTimeouts.Shared);
        while (true)
        {
            var told = JsonSerializer.Deserialize<Told>(await page.EvaluateAsync(Look), JsonSerializerOptions.Web)!;
            if (isSo(told))
            {
                return told;
            }

            Assert.False(patience.IsCancellationRequested, $"Not within {TestTimeouts.Shared}: {what}. {told}");
        }
    }

    private sealed record Told(string Carrier, string[] Lines, int WebsocketBars, bool IsStopped, string Verdict, int[][] Counts, string[] Complaints)
    {
        /// <summary>How often the server took conditions, those of the beginning with them.</summary>
        public int Changes => Lines.Count(static line => line.StartsWith("Network: ", StringComparison.Ordinal));

        public override string ToString() => string.Join(Environment.NewLine, Lines);
    }
}
