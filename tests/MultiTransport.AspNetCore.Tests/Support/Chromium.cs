using Microsoft.Playwright;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>One Chromium for the tests of a class, started when the first of them needs it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly List<string> _profiles = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string Program => Environment.GetEnvironmentVariable("MULTITRANSPORT_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<IBrowserContext> NewContextAsync()
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Flags });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        context.SetDefaultTimeout((float)TestTimeouts.Shared.TotalMilliseconds);
        return context;
    }

    /// <summary>A context of a profile of its own, which lets other sites' requests bear cookies, as not every browser does any more.</summary>
    public async Task<IBrowserContext> NewProfileAsync()
    {
        _playwright ??= await Playwright.CreateAsync();
        _profiles.Add(Directory.CreateTempSubdirectory("multitransport-chromium-").FullName);
        var preferences = Directory.CreateDirectory(Path.Combine(_profiles[^1], "Default")).FullName;
        await File.WriteAllTextAsync(Path.Combine(preferences, "Preferences"), """{"profile":{"cookie_controls_mode":0,"block_third_party_cookies":false}}""");
        var context = await _playwright.Chromium.LaunchPersistentContextAsync(
            _profiles[^1], new BrowserTypeLaunchPersistentContextOptions { ExecutablePath = Program, Args = Flags, IgnoreHTTPSErrors = true });
        context.SetDefaultTimeout((float)TestTimeouts.Shared.TotalMilliseconds);
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        foreach (var profile in _profiles)
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
