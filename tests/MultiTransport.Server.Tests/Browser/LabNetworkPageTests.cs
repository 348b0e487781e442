using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's bad networks, clicked through in a real browser.</summary>
[Collection(LabServer.Name)]
public sealed partial class LabNetworkPageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Where a busy machine brings its beats too late, the one is left for the other.</summary>
    [GeneratedRegex("^(sse|stream)$")]
    private static partial Regex Streamed { get; }

    [GeneratedRegex("^Back in ([1-9]|10) s$")]
    private static partial Regex Counting { get; }

    [GeneratedRegex("^The network comes back in ([1-9]|10) s\\.$")]
    private static partial Regex ComingBack { get; }

    [ToolFact(Tools.Chromium)]
    public async Task Swallow_TheSessionCarriesOnByAnotherRung_AndClimbsBack_AndNothingIsLost()
    {
        await using var page = await StartAsync("#rate=20");
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("websocket");

        await Preset(page, "TLS inspector that swallows WebSockets").CheckAsync();
        await Assertions.Expect(Said(page, "longpoll carries instead of websocket.", after: "Network: TLS inspector")).Not.ToHaveCountAsync(0);
        var carried = await Bars(page, "websocket").CountAsync(); // one, or more where an attach crossed another at the beginning
        await Button(page, "Tell the client: another network").ClickAsync(); // or it would wait half a minute with the next try
        await Assertions.Expect(Said(page, "what went over it was swallowed", after: "the network is another")).Not.ToHaveCountAsync(0); // not fooled by its opening
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync(Streamed);
        await Assertions.Expect(Bars(page, "websocket")).ToHaveCountAsync(carried);
        await Assertions.Expect(page.Page.Locator("#picture .cross")).Not.ToHaveCountAsync(0);

        await Preset(page, "Nothing in the way").CheckAsync();
        await Assertions.Expect(Said(page, "Network: Nothing in the way.", after: "Network: TLS inspector")).ToHaveCountAsync(1);
        await Button(page, "Tell the client: another network").ClickAsync();
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("websocket");
        await Assertions.Expect(Bars(page, "websocket")).Not.ToHaveCountAsync(carried);

        await StopAsync(page);
        await ExpectAllOnceAsync(page, atLeast: 60);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Antivirus_HoldsText_AndTheStreamOfBytesCarries()
    {
        await using var page = await StartAsync("#upgrade=refuse&hold=end&holds=text&rate=20");

        await Assertions.Expect(Preset(page, "Antivirus that holds text/*")).ToBeCheckedAsync();
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("stream");

        await Assertions.Expect(Lines(page)).ToContainTextAsync("websocket was refused");
        await Assertions.Expect(Lines(page)).ToContainTextAsync("sse opened, but nothing came through");
        await StopAsync(page);
        await ExpectAllOnceAsync(page, atLeast: 10);
        ExpectNothingButFailedRequests(page);
    }

    [ToolFact(Tools.Chromium)]
    public async Task CutAndOffline_AreShownAndSurvived()
    {
        await using var page = await StartAsync("");
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("websocket");

        await Button(page, "Cut everything").ClickAsync();
        await Assertions.Expect(Lines(page)).ToContainTextAsync("You cut everything.");
        await Assertions.Expect(Lines(page)).ToContainTextAsync("longpoll carries instead of websocket.");
        await Button(page, "Offline for 10 s").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#offline")).ToHaveTextAsync(Counting);
        await Assertions.Expect(page.Page.Locator("#since")).ToHaveTextAsync(ComingBack);
        await Assertions.Expect(page.Page.Locator("#session-state")).ToHaveTextAsync("reconnecting");
        await Assertions.Expect(page.Page.Locator("#now")).ToContainTextAsync("Nothing carries.");
        await Assertions.Expect(page.Page.Locator("#picture .gap")).Not.ToHaveCountAsync(0);

        await Assertions.Expect(page.Page.Locator("#session-state")).ToHaveTextAsync("open");
        await Assertions.Expect(Lines(page)).ToContainTextAsync("The network answers again.");
        await Assertions.Expect(Button(page, "Offline for 10 s")).ToHaveAttributeAsync("aria-disabled", "false");
        await StopAsync(page);
        await ExpectAllOnceAsync(page, atLeast: 10);
        ExpectNothingButFailedRequests(page);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Conditions_AreInTheAddressAndComeFromIt()
    {
        await using var page = await OpenAsync("#delay=150&jitter=300&upgrade=unknown&idle=-1");
        await Assertions.Expect(Preset(page, "Train")).ToBeCheckedAsync();
        await Assertions.Expect(page.Page.GetByLabel("WebSocket handshakes")).ToHaveValueAsync("pass");

        await page.Page.GetByLabel("Open WebSockets").SelectOptionAsync("up");
        await page.Page.GetByLabel("Delay each way (ms)").FillAsync("20");
        await page.Page.GetByLabel("Jitter (ms)").FillAsync("0");
        await page.Page.GetByLabel("Jitter (ms)").PressAsync("Tab");

        await Assertions.Expect(Preset(page, "Train")).Not.ToBeCheckedAsync();
        Assert.EndsWith("lab/network/#delay=20&swallow=up", page.Page.Url);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Conditions_ThatCannotBe_AreToldAndNotApplied()
    {
        await using var page = await OpenAsync("");
        foreach (var (field, value, good, expected) in ((string, string, string, string)[])
        [
            ("Delay each way (ms)", "5001", "0", "Delay: 0 to 5,000 ms."),
            ("Jitter (ms)", "", "0", "Jitter: 0 to 5,000 ms."),
            ("Cut after silence (s; 0 never)", "121", "0", "Silence: 0 to 120 s."),
            ("Messages a second", "21", "4", "Messages a second: 0.1 to 20."),
        ])
        {
            await page.Page.GetByLabel(field, new() { Exact = true }).FillAsync(value);
            await Button(page, "Start").ClickAsync();

            await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync(expected);
            await Assertions.Expect(Button(page, "Start")).ToBeVisibleAsync();
            await page.Page.GetByLabel(field, new() { Exact = true }).FillAsync(good);
        }

        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhoneInChinese_FitsItsWidthAndSaysItInChinese()
    {
        var phone = new BrowserNewContextOptions { Locale = "zh-CN", ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true };
        await using var page = await OpenAsync("#rate=20", phone);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "开始", Exact = true }).TapAsync();
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("websocket");

        await page.Page.GetByText("切断静默连接的云").TapAsync();

        await Assertions.Expect(page.Page.Locator("#now")).ToContainTextAsync("由 websocket 承载。");
        await Assertions.Expect(Lines(page)).ToContainTextAsync("网络：切断静默连接的云。");
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Keyboard_StartsChoosesAndStops()
    {
        await using var page = await OpenAsync("");
        await Button(page, "Start").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Button(page, "Stop")).ToBeFocusedAsync();
        await Assertions.Expect(Carrier(page)).ToHaveTextAsync("websocket");

        await Preset(page, "Nothing in the way").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown"); // the next one of the radios
        await Assertions.Expect(Preset(page, "Office proxy without WebSocket")).ToBeCheckedAsync();
        await Assertions.Expect(Lines(page)).ToContainTextAsync("Network: Office proxy without WebSocket.");

        await Button(page, "Stop").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Button(page, "Start")).ToBeFocusedAsync();
        Assert.Empty(page.Complaints);
    }

    private static ILocator Carrier(BrowserPage page) => page.Page.Locator("#transport");

    private static ILocator Lines(BrowserPage page) => page.Page.Locator("#lines");

    /// <summary>The lines with a text that are newer than one with another text.</summary>
    private static ILocator Said(BrowserPage page, string text, string after) => page.Page.Locator($"#lines li:has-text('{text}'):has(~ li:has-text('{after}'))");

    private static ILocator Bars(BrowserPage page, string rung) => page.Page.Locator($"#picture .carried.of-{rung}");

    private static ILocator Preset(BrowserPage page, string name) => page.Page.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });

    private static ILocator Button(BrowserPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task StopAsync(BrowserPage page)
    {
        await Button(page, "Stop").ClickAsync();
        await Assertions.Expect(Button(page, "Start")).ToBeVisibleAsync();
    }

    private static async Task ExpectAllOnceAsync(BrowserPage page, int atLeast)
    {
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("Yes: nothing lost, nothing doubled.");
        foreach (var row in await page.Page.Locator("#counts tr").AllAsync())
        {
            var cells = await row.Locator("td").AllInnerTextsAsync();
            Assert.True(int.Parse(cells[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) >= atLeast, string.Join(' ', cells));
            Assert.Equal(["0", "0"], cells.Skip(2).Take(2));
        }
    }

    /// <summary>A browser itself writes each request that failed to its console, whatever a page does.</summary>
    private static void ExpectNothingButFailedRequests(BrowserPage page) => Assert.All(page.Complaints, static text => Assert.True(
        text.StartsWith("WebSocket connection to 'ws://", StringComparison.Ordinal) || text.StartsWith("Failed to load resource: net::ERR_", StringComparison.Ordinal), text));

    private async Task<BrowserPage> StartAsync(string conditions)
    {
        var page = await OpenAsync(conditions);
        await Button(page, "Start").ClickAsync();
        return page;
    }

    private Task<BrowserPage> OpenAsync(string conditions, BrowserNewContextOptions? options = null) =>
        chromium.OpenAsync(new Uri(server.Url, "lab/network/" + conditions), options ?? new BrowserNewContextOptions { Locale = "en-US" });
}
