using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The client on the page at <c>/</c>: what it is on, what it tried, and the control to hold it.</summary>
[Collection(RunningServer.Name)]
public sealed class SessionPanelTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task Client_OnAFreeNetwork_ClimbsToWebSocketAndTellsHow()
    {
        await using var page = await chromium.OpenAsync(server.Url);

        await UntilOnAsync(page, "websocket");

        await Assertions.Expect(Story(page)).ToContainTextAsync("longpoll → websocket");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Client_HeldOnEachWayInTurn_EchoesOnEachAndClimbsBack()
    {
        await using var page = await chromium.OpenAsync(server.Url);
        await UntilOnAsync(page, "websocket");

        foreach (var way in (string[])["longpoll", "sse", "shortpoll", "stream", "best"])
        {
            await page.Page.GetByRole(AriaRole.Radio, new() { Name = way }).CheckAsync();
            await UntilOnAsync(page, way == "best" ? "websocket" : way);
            await page.SendToAllAsync($"on {way}");
            await page.UntilAllReceivedAsync($"on {way}");
        }

        await Assertions.Expect(page.Page.Locator("#session [data-part=received]")).ToHaveTextAsync("5");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Client_WhereAProxyTakesTheUpgrade_SettlesOnSseAndShowsWhatTheServerSaw()
    {
        await using var way = FaultProxy.Start(server.Url);
        way.Faults = [new UpgradeStripped()];
        await using var page = await chromium.OpenAsync(way.BaseAddress);

        await UntilOnAsync(page, "sse");

        await Assertions.Expect(Story(page)).ToContainTextAsync("websocket (probe) failed");
        await Assertions.Expect(Story(page)).ToContainTextAsync("the server saw GET over HTTP/1.1, without Upgrade, and answered 426");
        await Assertions.Expect(page.Page.Locator(".way-choice", new() { HasText = "websocket" })).ToContainTextAsync("refused");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Client_WhoseServerWasStartedAnew_SaysThatTheSessionWasLostAndGoesOn()
    {
        await using var first = await ServerProcess.StartAsync();
        await using var page = await chromium.OpenAsync(first.Url);
        await UntilOnAsync(page, "websocket");

        await first.StopAsync();
        await Assertions.Expect(page.Page.Locator("#session")).ToHaveAttributeAsync("data-state", "reconnecting");
        await using var second = await ServerProcess.StartAsync("--urls", first.Url.GetLeftPart(UriPartial.Authority));
        await UntilOnAsync(page, "websocket");

        await Assertions.Expect(Story(page)).ToContainTextAsync("the session was lost: a new one begins");
        await page.UntilLanesAreOpenAsync();
        await page.SendToAllAsync("after");
        await Assertions.Expect(page.Page.Locator("#session [data-part=received]")).ToHaveTextAsync("1");
    }

    private static ILocator Story(BrowserPage page) => page.Page.Locator("#session .story");

    private static Task UntilOnAsync(BrowserPage page, string way) =>
        Assertions.Expect(page.Page.Locator("#session [data-part=state]")).ToHaveTextAsync($"on {way}");
}
