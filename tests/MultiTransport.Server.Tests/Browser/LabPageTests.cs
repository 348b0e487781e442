using System.Text.Json;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab at <c>/lab</c> in a real browser.</summary>
[Collection(LabServer.Name)]
public sealed class LabPageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Names = ["websocket", "sse", "stream", "longpoll", "shortpoll"];

    [ToolFact(Tools.Chromium)]
    public async Task Run_AllFiveAtOnce_NothingIsLostAndBytesAreCounted()
    {
        await using var page = await OpenAsync("#rate=20&for=2&poll=200");

        await RunAsync(page);

        await Assertions.Expect(State(page)).ToContainTextAsync("Done: 200 messages came in 2 s.");
        using var report = await DownloadAsync(page);
        var figures = report.RootElement.GetProperty("figures").EnumerateArray().ToArray();
        Assert.Equal(Names, figures.Select(one => one.GetProperty("transport").GetString()));
        Assert.All(figures, one =>
        {
            var down = one.GetProperty("down");
            Assert.Equal((40, 0, 0), (down.GetProperty("count").GetInt32(), down.GetProperty("lost").GetInt32(), down.GetProperty("doubled").GetInt32()));
            Assert.Equal(40, down.GetProperty("histogram").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt32()));
            Assert.Equal(16, one.GetProperty("bytes").GetProperty("payload").GetDouble());
        });

        // What the comparison says: a frame costs a few bytes, a poll a request with all its headers.
        double Bytes(int index) => figures[index].GetProperty("bytes").GetProperty("total").GetDouble();
        Assert.InRange(Bytes(0), 18, 40);
        Assert.True(Bytes(3) > 10 * Bytes(0), $"longpoll {Bytes(3)} B, websocket {Bytes(0)} B");
        Assert.InRange(figures[3].GetProperty("requests").GetDouble(), 0.5, 1.2);
        await Assertions.Expect(page.Page.Locator(".plot canvas")).ToHaveCountAsync(3);
        Assert.Equal((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G'], (await DownloadedAsync(page, "Download picture"))[..4]);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Run_BothWaysBinary_CountsEachWay()
    {
        await using var page = await OpenAsync("#t=websocket,stream&to=both&as=binary&size=1024&rate=20&for=1");

        await RunAsync(page);

        using var report = await DownloadAsync(page);
        foreach (var one in report.RootElement.GetProperty("figures").EnumerateArray())
        {
            Assert.Equal((20, 20), (one.GetProperty("down").GetProperty("count").GetInt32(), one.GetProperty("up").GetProperty("count").GetInt32()));
            Assert.Equal(1024, one.GetProperty("bytes").GetProperty("payload").GetDouble());
        }

        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Stop_EndsTheRunAndTheNextOneStarts()
    {
        await using var page = await OpenAsync("#t=websocket&rate=50&for=600");
        await Start(page).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#rows tr").First).ToContainTextAsync("websocket");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Download JSON" })).ToBeEnabledAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();

        await Assertions.Expect(State(page)).ToContainTextAsync("Stopped after");
        await page.Page.GetByLabel("Seconds", new() { Exact = true }).FillAsync("1");
        await RunAsync(page);
        await Assertions.Expect(State(page)).ToContainTextAsync("Done: 50 messages");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Settings_AreInTheAddressAndComeFromIt()
    {
        await using var page = await OpenAsync("#t=sse,longpoll&rate=2.5&size=1024&to=up&as=binary&for=7&poll=100");
        await Assertions.Expect(page.Page.GetByLabel("Messages a second")).ToHaveValueAsync("2.5");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Checkbox, new() { Name = "websocket" })).Not.ToBeCheckedAsync();

        await page.Page.GetByRole(AriaRole.Checkbox, new() { Name = "websocket" }).CheckAsync();
        await page.Page.GetByLabel("Direction").SelectOptionAsync("both");

        Assert.EndsWith("#t=websocket,sse,longpoll&rate=2.5&size=1024&to=both&as=binary&for=7&poll=100", page.Page.Url);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Start_WithWhatCannotBe_SaysSoAndStartsNothing()
    {
        await using var page = await OpenAsync("#rate=100");
        foreach (var (field, value, good, expected) in ((string, string, string, string)[])
        [
            ("Messages a second", "0", "100", "Messages a second: 0.1 to 100."),
            ("Payload in bytes", "15", "16", "Payload: 16 to 65,536 bytes."),
            ("Payload in bytes", "65536", "16", "the lab takes 4 MiB"),
            ("Seconds", "", "60", "Seconds: 1 to 600."),
        ])
        {
            await page.Page.GetByLabel(field, new() { Exact = true }).FillAsync(value);
            await Start(page).ClickAsync();

            await Assertions.Expect(State(page)).ToContainTextAsync(expected);
            await Assertions.Expect(Start(page)).ToBeVisibleAsync();
            await page.Page.GetByLabel(field, new() { Exact = true }).FillAsync(good);
        }

        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Language_IsTheBrowsersAndCanBeSwitched()
    {
        await using var page = await OpenAsync("", new BrowserNewContextOptions { Locale = "zh-CN" });
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("实验室");

        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "English" }).CheckAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The lab");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Languages_HaveTheSameTexts()
    {
        await using var page = await OpenAsync("");
        var (english, chinese) = (await TextsAsync(page, "en"), await TextsAsync(page, "zh"));

        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, text => Assert.Equal(PlacesIn(text.Value), PlacesIn(chinese[text.Key])));
        var used = await page.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-t], [data-t-label]')].map(e => e.dataset.t ?? e.dataset.tLabel)");
        Assert.All(used, key => Assert.Contains(key, english.Keys));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Histogram_HasTheCommandLinesBuckets()
    {
        await using var page = await OpenAsync("");
        var measured = await page.Page.EvaluateAsync<double[]>("""
            async () => {
              const { Histogram } = await import('/lab/measures/histogram.js')
              const histogram = new Histogram()
              for (let value = 1; value <= 1000; value++) histogram.record(value / 10)
              histogram.record(-1)
              return [histogram.count, histogram.max, histogram.percentile(50), histogram.percentile(99), histogram.percentile(0), new Histogram().count]
            }
            """);
        Assert.Equal((1001, 100), (measured[0], measured[1]));
        Assert.InRange(measured[2], 50 * (1 - (1.0 / 256)), 50 * (1 + (1.0 / 256)));
        Assert.InRange(measured[3], 99 * (1 - (1.0 / 256)), 99 * (1 + (1.0 / 256)));
        Assert.Equal((0, 0), (measured[4], measured[5]));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Track_TellsWhatIsLostAndDoubled()
    {
        await using var page = await OpenAsync("");
        var counts = await page.Page.EvaluateAsync<int[]>("""
            async () => {
              const { Track } = await import('/lab/measures/track.js')
              const track = new Track()
              for (const number of [1, 2, 2, 5]) track.add(number, 1, number)
              track.end(7)
              return [track.histogram.count, track.lost, track.doubled, track.line.length]
            }
            """);
        Assert.Equal([3, 4, 1, 3], counts);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true };
        await using var page = await OpenAsync("#rate=20&for=1&poll=200", phone);
        await RunAsync(page);

        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(page.Complaints);
    }

    private static ILocator State(BrowserPage page) => page.Page.Locator("#state");

    private static ILocator Start(BrowserPage page) => page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" });

    private static async Task RunAsync(BrowserPage page)
    {
        await Start(page).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveAttributeAsync("data-state", "done");
        await Assertions.Expect(Start(page)).ToBeVisibleAsync(); // the sessions are closed
    }

    private static async Task<JsonDocument> DownloadAsync(BrowserPage page) => JsonDocument.Parse(await DownloadedAsync(page, "Download JSON"));

    private static async Task<byte[]> DownloadedAsync(BrowserPage page, string button)
    {
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static async Task<Dictionary<string, string>> TextsAsync(BrowserPage page, string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(
        await page.Page.EvaluateAsync<string>("async (language) => JSON.stringify((await import(`/lab/strings/${language}.js`))[language])", language))!;

    private static IEnumerable<string> PlacesIn(string text) => text.Split('{').Skip(1).Select(rest => rest.Split('}')[0]).Order();

    private Task<BrowserPage> OpenAsync(string settings, BrowserNewContextOptions? options = null) =>
        chromium.OpenAsync(new Uri(server.Url, "lab/" + settings), options ?? new BrowserNewContextOptions { Locale = "en-US" });
}
