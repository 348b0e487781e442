using Chat.Tests.Browser.Driven;
using Microsoft.Playwright;
using MultiTransport.Testing;

namespace Chat.Tests.Browser;

/// <summary>The page as a whole: on a phone, for a screen reader, and when one is signed out.</summary>
[Collection(PagesCollection.Name)]
public sealed class WholePageTests(Browsers browsers)
{
    private const string FitsTheWidth = "document.documentElement.scrollWidth <= screen.width && [...document.querySelectorAll('.scroll, nav, dialog')].every((one) => one.scrollWidth <= one.clientWidth + 1)";

    [BrowserFact]
    public async Task OnAPhone_NothingIsWiderThanTheScreen()
    {
        await using var host = await ChatHost.StartAsync();
        await using var phone = new ChatPage(await browsers.ChromiumAsync(new BrowserNewContextOptions { ViewportSize = new() { Width = 320, Height = 640 }, HasTouch = true, IsMobile = true }));
        await phone.RegisterAsync(host.Url, "anna");
        await phone.UntilAsync(FitsTheWidth);
        await phone.CreateRoomAsync(new string('W', 60));
        await phone.SayAsync(new string('x', 300));
        await phone.SayAsync("Short");
        await phone.UntilAsync($"document.querySelectorAll('.mark.sent').length === 2 && {FitsTheWidth}");
        await phone.ClickAsync("button«Members");
        await phone.UntilAsync($"document.querySelector('dialog[open]') && {FitsTheWidth}");
        await phone.PressAsync("Escape");
        await phone.ClickAsync("button«Back");
        await phone.UntilAsync($"document.querySelector('.sidebar').checkVisibility() && !document.querySelector('.conversation').checkVisibility() && {FitsTheWidth}");
        await phone.ClickAsync("button.transport");
        await phone.UntilAsync($"document.querySelector('dialog[open] fieldset') && {FitsTheWidth}");
        Assert.Empty(phone.Complaints);
    }

    [BrowserTheory]
    [InlineData("en-US", "en", "Conversations", "Message to Lobby", "Send", "Attach a file", "Members", "New conversation", "Connection:", "Language")]
    [InlineData("zh-CN", "zh-Hans", "会话", "发给Lobby的消息", "发送", "添加文件", "成员", "新会话", "连接:", "语言")]
    public async Task Controls_HaveNames(string locale, string lang, string list, string text, string send, string attach, string members, string start, string connection, string language)
    {
        await using var host = await ChatHost.StartAsync();
        await using (var maker = await host.RegisterAsync("anna"))
        {
            await maker.CreateRoomAsync("Lobby");
            await maker.SendAsync(1, "Hello");
        }

        await using var chromium = await browsers.ChromiumAsync(new BrowserNewContextOptions { Locale = locale });
        var page = chromium.Page;
        await chromium.GotoAsync(host.Url);
        await page.Locator("#name").FillAsync("anna");
        await page.Locator("#password").FillAsync("correct horse");
        await page.Locator("button.primary").ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = list }).GetByRole(AriaRole.Button, new() { Name = "Lobby" }).ClickAsync();

        foreach (var (role, name) in new[]
        {
            (AriaRole.Textbox, text), (AriaRole.Button, send), (AriaRole.Button, attach), (AriaRole.Button, members), (AriaRole.Button, start),
            (AriaRole.Button, connection), (AriaRole.Combobox, language), (AriaRole.Log, "Lobby"),
        })
        {
            await Assertions.Expect(page.GetByRole(role, new() { Name = name })).ToBeVisibleAsync();
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Lobby" })).ToBeVisibleAsync();
        Assert.Equal(lang, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("", await chromium.EvaluateAsync("[...document.querySelectorAll('button, a, input, textarea, select, summary')].filter((one) => one.checkVisibility() && !one.ariaLabel && !one.textContent.trim() && !one.labels?.length).map((one) => one.outerHTML).join()"));
        Assert.Empty(chromium.Complaints);
    }

    [BrowserFact]
    public async Task WhoSignsOut_IsSignedOutInEveryTab_AndNowhereElse()
    {
        await using var host = await ChatHost.StartAsync();
        var context = await browsers.NewContextAsync();
        await using var first = new ChatPage(await ChromiumPage.OpenAsync(context));
        var second = new ChatPage(await ChromiumPage.OpenAsync(context));
        await using var elsewhere = new ChatPage(await browsers.ChromiumAsync());
        await first.RegisterAsync(host.Url, "anna");
        await second.GotoAsync(host.Url);
        await second.UntilAsync("document.querySelector('.transport')?.dataset.state === 'open'");
        await elsewhere.SignInAsync(host.Url, "anna");

        await first.ClickAsync("button«Sign out»");

        await second.UntilAsync("document.querySelector('.note')?.textContent.startsWith('You were signed out.')");
        await elsewhere.CreateRoomAsync("Lobby");
        await elsewhere.SayAsync("still here");
        await elsewhere.UntilAsync("document.querySelectorAll('.mark.sent').length === 1");
        Assert.Empty((string[])[.. second.Complaints, .. elsewhere.Complaints]);
    }

    [BrowserFact]
    public async Task WhoseCookieIsGone_IsAskedToSignIn_AndWhatWasWrittenIsSentThen()
    {
        await using var host = await ChatHost.StartAsync();
        await using var proxy = FaultProxy.Start(host.Url);
        var context = await browsers.NewContextAsync();
        await using var anna = new ChatPage(await ChromiumPage.OpenAsync(context));
        await anna.RegisterAsync(proxy.BaseAddress, "anna");
        await anna.CreateRoomAsync("Lobby");

        proxy.Down = true;
        proxy.CutAll();
        await anna.SayAsync("written before");
        await context.ClearCookiesAsync();
        await host.RestartAsync(); // the session is lost with it, and a new one needs the cookie
        proxy.Down = false;

        await anna.UntilAsync("document.querySelector('.note') !== null");
        await anna.SignInAsync(proxy.BaseAddress, "anna");
        await anna.OpenAsync("Lobby");
        await anna.UntilAsync("document.querySelector('.messages .own:not(.pending) .text')?.textContent === 'written before'");
    }
}
