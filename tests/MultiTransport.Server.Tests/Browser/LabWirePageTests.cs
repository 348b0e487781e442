using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The lab's view of a WebSocket down to the bits, in a real browser.</summary>
[Collection(LabServer.Name)]
public sealed class LabWirePageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task Page_ShowsTheHandshakeAndRecomputesItsAnswer()
    {
        await using var page = await OpenAsync();

        await Assertions.Expect(page.Page.Locator("#request")).ToContainTextAsync("Sec-WebSocket-Version: 13");
        await Assertions.Expect(page.Page.Locator("#response .line")).ToHaveTextAsync("HTTP/1.1 101 Switching Protocols");
        await Assertions.Expect(page.Page.Locator("#accept-verdict")).ToContainTextAsync("The server sent the same: ");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_ShowsTheRealFramesAndTheDocumentsExample()
    {
        await using var page = await OpenAsync();
        await Assertions.Expect(page.Page.Locator("#frames .frame")).ToHaveCountAsync(2); // it begins with the documents' payload
        await Assertions.Expect(page.Page.Locator("#frames .up")).ToContainTextAsync("e6 88 91 e6 98 af e9 98 bf e5 ae 9d e5 93 a5");
        await Assertions.Expect(page.Page.Locator("#example")).ToContainTextAsync("ee 7e 7e 57 90 59 06 29 b7 13 41 2c ed 65 4a");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Send 126 letters" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#frames .down").First).ToContainTextAsync("126: the next 16 bits tell it");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#frames .up").First).ToContainTextAsync("1000 “enough”");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_InPieces_ShowsFragments()
    {
        await using var page = await OpenAsync();
        await page.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Connect again" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Open.");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Send 126 letters" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator("#frames .down").First).ToContainTextAsync("continuation");
        await Assertions.Expect(page.Page.Locator("#frames .down").Nth(1)).ToContainTextAsync("more frames follow");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Frames_OfEveryLength_AreRead()
    {
        await using var page = await OpenAsync();
        var read = await page.Page.EvaluateAsync<string[]>("""
            async () => {
              const { readFrames, unhex, hex } = await import('/lab/wire/frames.js')
              const tell = (text, fill) => {
                const bytes = new Uint8Array([...unhex(text), ...new Uint8Array(fill)])
                const { frames, rest } = readFrames(bytes)
                return frames.map(f => `${+f.fin} ${f.opcode} ${f.lengthBits} ${f.length} ${f.key ? hex(f.key) : '-'} ${hex(f.plain.subarray(0, 5))}`).join('; ') + ` rest ${rest}`
              }
              return [
                tell('818537fa213d7f9f4d5158', 0), // RFC 6455, 5.7: a masked "Hello"
                tell('010348656c80026c6f', 0), // the same in two fragments
                tell('827e0100', 256), tell('827f0000000000010000', 65536),
                tell('8285', 0), tell('82', 0), tell('', 0), tell('827e01', 0), tell('81050102', 0),
              ]
            }
            """);
        Assert.Equal(
            [
                "1 1 7 5 37 fa 21 3d 48 65 6c 6c 6f rest 0", "0 1 7 3 - 48 65 6c; 1 0 7 2 - 6c 6f rest 0", "1 2 16 256 - 00 00 00 00 00 rest 0",
                "1 2 64 65536 - 00 00 00 00 00 rest 0", " rest 2", " rest 1", " rest 0", " rest 3", " rest 4",
            ],
            read);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Accept_OfTheDocumentsKeys_IsTheirs()
    {
        await using var page = await OpenAsync();
        var accepts = await page.Page.EvaluateAsync<string[]>("""
            async () => {
              const { acceptOf } = await import('/lab/wire/handshake.js')
              return Promise.all(['Zx8rNEkBE4xnwifpuh8DHQ==', 'UdTUf90CC561cQXn4n5XRg=='].map(async key => (await acceptOf(key)).accept))
            }
            """);
        Assert.Equal(["52Rg3vW4JQ1yWpkvFlsTsiezlqw=", "GZk41FJZSYY0CmsrZPGpUGRQzkY="], accepts);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        await using var page = await OpenAsync(new BrowserNewContextOptions
        {
            Locale = "zh-CN",
            ViewportSize = new() { Width = 390, Height = 844 },
            IsMobile = true,
            HasTouch = true,
        });
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private async Task<BrowserPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(new Uri(server.Url, "lab/wire/"), options ?? new BrowserNewContextOptions { Locale = "en-US" });
        await Assertions.Expect(page.Page.Locator("#frames .down")).ToHaveCountAsync(1);
        return page;
    }
}
