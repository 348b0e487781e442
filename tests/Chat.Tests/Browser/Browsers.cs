using Chat.Tests.Browser.Driven;
using Microsoft.Playwright;
using MultiTransport.Conformance.Runtimes;

namespace Chat.Tests.Browser;

/// <summary>One Chromium and one Firefox for all tests of pages, started when the first of them needs it.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private Firefox? _firefox;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_firefox is not null)
        {
            await _firefox.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.CloseAsync();
        }

        _playwright?.Dispose();
    }

    internal async Task<ChromiumPage> ChromiumAsync(BrowserNewContextOptions? options = null) => await ChromiumPage.OpenAsync(await NewContextAsync(options));

    /// <summary>For several pages of one person.</summary>
    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        _playwright ??= await Playwright.CreateAsync();
        _chromium ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = RuntimeTools.Chromium, Args = Flags });
        return await _chromium.NewContextAsync(options);
    }

    /// <summary>A page of <c>chromium</c> or of <c>firefox</c>.</summary>
    internal async Task<IDrivenPage> OpenAsync(string browser) => browser == "firefox" ? await FirefoxAsync() : await ChromiumAsync();

    internal async Task<IDrivenPage> FirefoxAsync() => await (_firefox ??= await Firefox.StartAsync()).OpenAsync();
}
