using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The page at <c>/</c> in a real browser.</summary>
[Collection(RunningServer.Name)]
public sealed class PageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task Page_MessageSentToAll_EveryLaneEchoesIt()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();

        await page.SendToAllAsync("Grüße");
        await page.UntilAllReceivedAsync("Grüße");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("“Grüße” came back on 6 of 6: first");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_ManyMessages_ComeOnceAndInOrderOnEveryLane()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();
        string[] sent = [.. Enumerable.Range(1, 20).Select(number => $"message {number}")];

        foreach (var text in sent)
        {
            await page.SendToAllAsync(text);
        }

        await page.UntilAllReceivedAsync(sent[^1]);
        Assert.All(await page.ReceivedAsync(), received => Assert.Equal(sent, received));
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OneLanesOwnButton_SendsThereOnly()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Send on stream only" }).ClickAsync();

        await page.UntilAsync("#stream .received", 1);
        Assert.Equal([0, 0, 1, 0, 0], (await page.ReceivedAsync()).Select(received => received.Length));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_KeepSending_SendsUntilItIsSwitchedOff()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();

        await page.Page.GetByRole(AriaRole.Switch).CheckAsync();
        await page.UntilAllReceivedAsync("Hello 2");
        await page.Page.GetByRole(AriaRole.Switch).UncheckAsync();

        Assert.All(await page.ReceivedAsync(), received => Assert.Equal(["Hello 1", "Hello 2"], received.Take(2)));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_MarkupInAMessage_IsShownAsText()
    {
        const string Markup = "<img src=x onerror=alert(1)><b>bold</b>";
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();

        await page.SendToAllAsync(Markup);
        await page.UntilAllReceivedAsync(Markup);

        Assert.Equal(0, await page.Lanes.Locator("img, .messages b").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_EveryConnectionReset_LanesComeBackAndEcho()
    {
        await using var way = FaultProxy.Start(server.Url);
        await using var page = await chromium.OpenAsync(way.BaseAddress);
        await page.UntilLanesAreOpenAsync();
        await page.SendToAllAsync("before");
        await page.UntilAllReceivedAsync("before");

        way.CutAll();
        await Assertions.Expect(page.Page.Locator("#websocket [data-part=requests]")).ToHaveTextAsync("2");
        await page.UntilLanesAreOpenAsync();
        await page.SendToAllAsync("after");

        await page.UntilAllReceivedAsync("after");
        Assert.All(await page.ReceivedAsync(), received => Assert.Equal(["before", "after"], received));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_WhoseServerWasStartedAnew_LanesComeBackAndEcho()
    {
        await using var first = await ServerProcess.StartAsync();
        await using var page = await chromium.OpenAsync(first.Url);
        await page.UntilLanesAreOpenAsync();

        await first.StopAsync();
        await page.UntilAsync(".lane[data-state=reconnecting]", 5);
        await using var second = await ServerProcess.StartAsync("--urls", first.Url.GetLeftPart(UriPartial.Authority));
        await page.UntilLanesAreOpenAsync();
        await page.SendToAllAsync("after");

        await page.UntilAllReceivedAsync("after");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OpenedInASecondTab_TheFirstLetsGo()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await page.UntilLanesAreOpenAsync();

        var second = await page.Page.Context.NewPageAsync();
        await second.GotoAsync(server.Url.AbsoluteUri);

        await Assertions.Expect(second.Locator(".lane[data-state=open]")).ToHaveCountAsync(5);
        await page.UntilAsync(".lane[data-state=closed]", 5);
        await Assertions.Expect(page.Lanes.First).ToContainTextAsync("another tab took over");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true };
        await using var page = await chromium.OpenAsync(server.Url, phone);
        await page.UntilLanesAreOpenAsync();

        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
