using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's view of server-sent events, streams and polls byte by byte, in a real browser.</summary>
[Collection(LabServer.Name)]
public sealed class LabWireHttpPageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task EventSource_ShowsItsLinesTheirEndsAndTheChunks()
    {
        await using var page = await OpenAsync("eventsource");
        var held = page.Page.Locator(".exchange.held");
        await Assertions.Expect(held.Locator(".event-line").First).ToContainTextAsync(new Regex("^retry: [0-9]+LF"));
        await Assertions.Expect(held).ToContainTextAsync("Accept: text/event-stream");
        await Assertions.Expect(held).ToContainTextAsync("Transfer-Encoding: chunked");
        await Assertions.Expect(held.Locator(".chunk .size").First).ToContainTextAsync(new Regex("^[0-9a-f]+CR LFsize in hexadecimal: [0-9]+ bytes follow"));
        await Assertions.Expect(held).ToContainTextAsync("event: session");

        await SendAsync(page, "one\ntwo");

        await Assertions.Expect(held).ToContainTextAsync("data: one");
        await Assertions.Expect(held).ToContainTextAsync("data: two");
        await Assertions.Expect(Exchange(page, "POST /lab/wire/…/bus →")).ToContainTextAsync("{\"number\":1,\"handled\":true}");
        await NothingSecretIsShownAsync(page);
        Assert.Empty(page.Complaints);
    }

    [ToolTheory(Tools.Chromium)]
    [InlineData("sse")]
    [InlineData("stream")]
    [InlineData("longpoll")]
    [InlineData("shortpoll")]
    public async Task Session_ShowsAttachAndMessagesFieldByField(string transport)
    {
        await using var page = await OpenAsync(transport);
        await Assertions.Expect(Exchange(page, "/bus/negotiate")).ToContainTextAsync($"\"transports\":[\"{transport}\"]");
        await Assertions.Expect(page.Page.Locator("h5", new() { HasText = "attach " }).First).ToBeVisibleAsync();

        await SendAsync(page, "我是阿宝哥");

        await Assertions.Expect(page.Page.Locator(".exchange", new() { HasText = "Request body" }).Filter(new() { HasText = "e6 88 91 e6 98 af" }).First).ToBeVisibleAsync();
        var down = page.Page.Locator(".body-part", new() { HasText = "Answer body" }).Filter(new() { HasText = "e6 88 91 e6 98 af e9 98 bf e5 ae 9d e5 93 a5" });
        await Assertions.Expect(down.First).ToContainTextAsync("numbered: counts as a message");
        if (transport == "sse")
        {
            await Assertions.Expect(down.First).ToContainTextAsync("data:t我是阿宝哥");
            await Assertions.Expect(down.First).ToContainTextAsync("data:=");
        }

        await Assertions.Expect(page.Page.Locator("dt", new() { HasText = "secret" }).First.Locator("..")).ToContainTextAsync(string.Join(' ', Enumerable.Repeat("••", 16)));
        await NothingSecretIsShownAsync(page);
        Assert.Empty(page.Complaints);
    }

    [ToolTheory(Tools.Chromium)]
    [InlineData("poll", "\"messages\":[{\"number\":1,\"text\":\"hello\"}]")]
    [InlineData("lines", "{\"number\":1,\"text\":\"hello\"")]
    public async Task NativeJson_ShowsWhatComes(string way, string expected)
    {
        await using var page = await OpenAsync(way);
        await Assertions.Expect(page.Page.Locator(".exchange.held")).ToHaveCountAsync(1);

        await SendAsync(page, "hello");

        await Assertions.Expect(page.Page.Locator(".body-part", new() { HasText = "Answer body" }).Filter(new() { HasText = expected })).ToHaveCountAsync(1);
        await NothingSecretIsShownAsync(page);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Kind_Changed_BeginsAnew()
    {
        await using var page = await OpenAsync("sse");
        await Assertions.Expect(Exchange(page, "/bus/sse")).ToHaveCountAsync(1);

        await page.Page.GetByLabel("Over what").SelectOptionAsync("stream");

        await Assertions.Expect(Exchange(page, "/bus/stream")).ToHaveCountAsync(1);
        await Assertions.Expect(Exchange(page, "/bus/sse")).ToHaveCountAsync(0);
        Assert.EndsWith("#stream", page.Page.Url);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Head_OpenedWithTheKeyboard_KeepsTheFocusWhileMoreComes()
    {
        await using var page = await OpenAsync("eventsource");
        await SendAsync(page, "one");
        var summary = Exchange(page, "POST /lab/wire/…/bus →").Locator("summary").First;
        await summary.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Exchange(page, "POST /lab/wire/…/bus →").Locator("li.line").First).ToBeVisibleAsync();

        await page.Page.EvaluateAsync("document.getElementById('send').click()");
        await Assertions.Expect(page.Page.Locator(".exchange")).ToHaveCountAsync(3);

        await Assertions.Expect(page.Page.Locator(".exchange").Nth(1).Locator("summary").First).ToBeFocusedAsync();
        Assert.Empty(page.Complaints);
    }

    [ToolTheory(Tools.Chromium)]
    [InlineData("false", 0, "This request came over HTTP/2")]
    [InlineData("true", 100, "Older bytes of this request are no longer kept")]
    public async Task Exchange_WithoutItsBytes_SaysWhy(string isShown, int dropped, string expected)
    {
        await using var page = await OpenAsync("poll");
        var shown = await page.Page.EvaluateAsync<string>(
            """
            async ([isShown, dropped]) => {
              const { drawExchange } = await import('/lab/wire/http/drawing.js')
              const captured = { head: 'GET /lab/wire/…/bus HTTP/2\r\nHost: a\r\n', pieces: [{ isUp: false, at: 1, length: 3, bytes: 'YWJj' }], dropped: Number(dropped) }
              const view = { token: 'T', isOpen: () => true, onToggle() {} }
              return drawExchange({ number: 1, at: 0, isShown: isShown === 'true', isOver: true, captured }, view).textContent
            }
            """,
            new[] { isShown, $"{dropped}" });
        Assert.Contains(expected, shown);
        Assert.Contains("Host: a", shown);
        Assert.DoesNotContain("abc", shown);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        await using var page = await OpenAsync("longpoll", new BrowserNewContextOptions
        {
            Locale = "zh-CN",
            ViewportSize = new() { Width = 390, Height = 844 },
            IsMobile = true,
            HasTouch = true,
        });
        await Assertions.Expect(page.Page.Locator("h5").First).ToBeVisibleAsync();
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static ILocator Exchange(BrowserPage page, string title) => page.Page.Locator(".exchange").Filter(new() { Has = page.Page.Locator("h3", new() { HasText = title }) });

    private static async Task SendAsync(BrowserPage page, string text)
    {
        await page.Page.Locator("#text").FillAsync(text);
        await page.Page.Locator("#send").ClickAsync();
    }

    /// <summary>No session with its secret, in words or in bytes, and not the page's own token.</summary>
    private static async Task NothingSecretIsShownAsync(BrowserPage page)
    {
        var shown = await page.Page.Locator("#exchanges").InnerTextAsync();
        Assert.DoesNotMatch(@"[\w-]{22}\.[\w-]{22}", shown);
        Assert.DoesNotMatch("\"secret\":\"[^•]", shown);
        Assert.DoesNotMatch("/lab/wire/[^…]", shown);
    }

    private async Task<BrowserPage> OpenAsync(string way, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(new Uri(server.Url, $"lab/wire/http/#{way}"), options ?? new BrowserNewContextOptions { Locale = "en-US" });
        await Assertions.Expect(page.Page.Locator(".exchange").First).ToBeVisibleAsync();
        return page;
    }
}
