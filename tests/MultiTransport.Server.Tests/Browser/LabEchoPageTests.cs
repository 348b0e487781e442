using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's page with the two areas, <i>to send</i> and <i>received</i>, in a real browser.</summary>
[Collection(LabServer.Name)]
public sealed class LabEchoPageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task Send_EveryKindOnAllFive_ComesBackTheSame()
    {
        await using var page = await OpenAsync();
        foreach (var text in await page.Page.Locator(".echo textarea").AllAsync())
        {
            await text.FillAsync("我是阿宝哥\n<b>two lines</b>");
        }

        foreach (var (kind, type) in ((string, string)[])[("string", "string"), ("json", "string"), ("buffer", "ArrayBuffer"), ("array", "ArrayBuffer"), ("blob", "ArrayBuffer")])
        {
            await page.Page.GetByLabel("What is sent").SelectOptionAsync(kind);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Send on all" }).ClickAsync();
            await Assertions.Expect(page.Page.Locator(".echo li:first-child small.good", new() { HasText = $"{type} · same" })).ToHaveCountAsync(5);
            await Assertions.Expect(page.Page.Locator(".echo small.bad")).ToHaveCountAsync(0);
        }

        await Assertions.Expect(page.Page.Locator("#echo-websocket li").First).ToContainTextAsync("32 B: e6 88 91 e6 98 af");
        await Assertions.Expect(page.Page.Locator("#echo-sse li").Last).ToContainTextAsync("<b>two lines</b>"); // as text
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task CloseAll_WithCodeAndReason_ShowsWhatEachWayTells()
    {
        await using var page = await OpenAsync();
        await page.Page.GetByLabel("Close code").FillAsync("3001");
        await page.Page.GetByLabel("Close reason").FillAsync("enough");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Close all" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".echo[data-state=closed]")).ToHaveCountAsync(5);
        await Assertions.Expect(Part(page, "websocket", "closeCode")).ToHaveTextAsync("1000"); // the server's answer
        await Assertions.Expect(Part(page, "websocket", "closeReason")).ToHaveTextAsync("\"complete\"");
        await Assertions.Expect(Part(page, "websocket", "readyState")).ToHaveTextAsync("3 CLOSED");
        await Assertions.Expect(Part(page, "longpoll", "closeCode")).ToHaveTextAsync("4301");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Open all" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator(".echo[data-state=open]")).ToHaveCountAsync(5);
        await Assertions.Expect(Part(page, "websocket", "closeCode")).ToHaveTextAsync("–");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task CloseAll_WithACodeThatABrowserRefuses_SaysWhatIsAccepted()
    {
        await using var page = await OpenAsync();
        await page.Page.GetByLabel("Close code").FillAsync("1001");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Close all" }).ClickAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Close code: 1000, or 3000 to 4999.");
        await Assertions.Expect(page.Page.Locator(".echo[data-state=open]")).ToHaveCountAsync(5);
    }

    private static ILocator Part(BrowserPage page, string lane, string part) => page.Page.Locator($"#echo-{lane} [data-part={part}]");

    private async Task<BrowserPage> OpenAsync()
    {
        var page = await chromium.OpenAsync(new Uri(server.Url, "lab/echo/"), new BrowserNewContextOptions { Locale = "en-US" });
        await Assertions.Expect(page.Page.Locator(".echo[data-state=open]")).ToHaveCountAsync(5);
        return page;
    }
}
