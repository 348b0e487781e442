using Microsoft.Playwright;
using MultiTransport.Server.Tests.Browser;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;
using static Microsoft.Playwright.Assertions;

namespace MultiTransport.Server.Tests.Admin;

/// <summary>The page of live sessions, in a browser.</summary>
public sealed class AdminPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Key = "mt_0123456789abcdefghijklmnopqrstuvwxyz_ABCDEF";

    [ToolFact(Tools.Chromium)]
    public async Task Admin_WithoutAKey_AsksForOneAndKeepsItInTheTabOnly()
    {
        await using var server = await WithKeyAsync();
        await using var bare = await BareWebSocket.ConnectAsync(server.Echo);
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "/admin/"));
        var key = page.Page.GetByLabel("API key");

        await Expect(key).ToBeFocusedAsync();
        await key.FillAsync("wrong");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no such key");
        await key.FillAsync(Key);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(Rows(page)).ToHaveCountAsync(1);

        Assert.DoesNotContain(Key, page.Page.Url, StringComparison.Ordinal);
        Assert.Equal(Key, await page.Page.EvaluateAsync<string>("sessionStorage.getItem('multitransport-api-key')"));
        Assert.DoesNotContain(Key, await page.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Forget the key" }).ClickAsync();
        await Expect(key).ToBeFocusedAsync();
        Assert.Null(await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('multitransport-api-key')"));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Admin_InDevelopment_ShowsEachSessionAndWhyItIsOnItsTransport()
    {
        await using var server = await InDevelopmentAsync();
        await using var bare = await BareWebSocket.ConnectAsync(server.Echo);
        await using var client = await ProtocolClient.NegotiateAsync(server.Echo, new ProtocolClientOptions());
        await client.UseAsync(TransportName.Sse);
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "/admin/"));

        await Expect(Rows(page)).ToHaveCountAsync(2);
        await Expect(Rows(page).Filter(new() { HasText = "the client asked for it by itself" })).ToContainTextAsync("websocket");
        var opener = page.Page.GetByRole(AriaRole.Button, new() { Name = Base64UrlText.Encode(client.Session.Id) });
        await opener.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(opener).ToHaveAttributeAsync("aria-expanded", "true");
        var detail = page.Page.Locator(".detail:visible");
        await Expect(detail.Locator("section").Filter(new() { HasText = "Offered, best first" })).ToContainTextAsync("websocket the best that the client can do");
        await Expect(detail.Locator("section").Filter(new() { HasText = "Tried, oldest first" })).ToContainTextAsync("sse since");
        await Expect(detail.Locator("section").Filter(new() { HasText = "Bytes on the wire" })).ToContainTextAsync("down");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Admin_Disconnect_AsksFirstThenTellsTheClientWhy()
    {
        await using var server = await InDevelopmentAsync();
        await using var bare = await BareWebSocket.ConnectAsync(server.Echo);
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "/admin/"));
        await Rows(page).GetByRole(AriaRole.Button).ClickAsync();
        var disconnect = page.Page.Locator(".detail").GetByRole(AriaRole.Button, new() { Name = "Disconnect", Exact = true });

        await disconnect.ClickAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await disconnect.ClickAsync();
        await page.Page.GetByLabel("Reason").FillAsync("maintenance at six");
        await page.Page.Keyboard.PressAsync("Enter");

        Assert.Null(await bare.ReadAsync().WithTimeout());
        Assert.Equal("maintenance at six", bare.CloseReason);
        await Expect(Rows(page)).ToHaveCountAsync(0);
        await Expect(page.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Disconnected: 1.");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Admin_Filter_ShowsWhatFitsOnly()
    {
        await using var server = await InDevelopmentAsync();
        await using var bare = await BareWebSocket.ConnectAsync(server.Echo);
        await using var lines = await JsonLinesClient.OpenAsync(server.Echo);
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "/admin/"));
        await Expect(Rows(page)).ToHaveCountAsync(2);

        await page.Page.GetByLabel("Transport").SelectOptionAsync("stream");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await Expect(Rows(page)).ToContainTextAsync("stream");
        await page.Page.GetByLabel("Search id, user, network").FillAsync("nobody has that");

        await Expect(Rows(page)).ToHaveCountAsync(0);
        await Expect(page.Page.GetByText("No session fits.")).ToBeVisibleAsync();
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Admin_OnAPhoneInChinese_FitsAndHasAllTexts()
    {
        await using var server = await InDevelopmentAsync();
        await using var bare = await BareWebSocket.ConnectAsync(server.Echo);
        await using var page = await chromium.OpenAsync(
            new Uri(server.Url, "/admin/"), new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN", ColorScheme = ColorScheme.Dark });
        await Rows(page).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.Locator(".detail:visible .danger")).ToBeVisibleAsync();

        Assert.Equal("zh-Hans", await page.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.InRange(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        Assert.Equal("", await page.Page.EvaluateAsync<string>(
            "(async () => { const { en } = await import('/admin/strings/en.js'), { zh } = await import('/admin/strings/zh.js');"
            + " return [...Object.keys(en).filter(key => !(key in zh)), ...Object.keys(zh).filter(key => !(key in en))].join() })()"));
        Assert.Empty(page.Complaints);
    }

    private static ILocator Rows(BrowserPage page) => page.Page.Locator("tr.session");

    private static Task<ServerProcess> WithKeyAsync() => ServerProcess.StartAsync(
        "--Api:Keys:0:Name=test", $"--Api:Keys:0:Key={Key}", "--Api:Keys:0:May:0=sessions", "--Api:Keys:0:Topics:0=*");

    private static Task<ServerProcess> InDevelopmentAsync() =>
        ServerProcess.AnnouncedAsync(ServerProcess.Launch(["--urls", "http://127.0.0.1:0"], ("DOTNET_ENVIRONMENT", "Development")));
}
