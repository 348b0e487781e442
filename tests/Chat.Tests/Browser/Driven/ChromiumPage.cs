using System.Collections.Concurrent;
using Microsoft.Playwright;
using MultiTransport.Testing;

namespace Chat.Tests.Browser.Driven;

/// <summary>A tab of Chromium with cookies and storage of its own, by Playwright.</summary>
internal sealed class ChromiumPage : IDrivenPage
{
    private const string TellOfViolations =
        "addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))";

    private readonly ConcurrentQueue<string> _complaints = new();

    private ChromiumPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Keep(message.Type is "error" or "warning" && !IsOfTheNetwork(message), $"{message.Text} {message.Location}");
        page.PageError += (_, error) => Keep(true, error);
        page.Dialog += (_, dialog) =>
        {
            Keep(true, $"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    /// <summary>For what only Playwright can do here.</summary>
    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<ChromiumPage> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout((float)TestTimeouts.Shared.TotalMilliseconds);
        var page = new ChromiumPage(await context.NewPageAsync());
        await page.Page.AddInitScriptAsync(TellOfViolations);
        return page;
    }

    public Task GotoAsync(Uri url) => Page.GotoAsync(url.AbsoluteUri);

    public Task<string> EvaluateAsync(string expression) => Page.EvaluateAsync<string>($"() => ({expression})");

    public async Task ClickAsync(string selector)
    {
        for (var tries = 1; !await TryClickAsync(selector); tries++)
        {
            Assert.True(tries < 5, $"There is no {selector} to press, or it is drawn anew again and again.");
        }
    }

    public Task TypeAsync(string text) => Page.Keyboard.TypeAsync(text);

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    public Task ChooseAsync(string selector, string file) => Page.Locator(selector).First.SetInputFilesAsync(file);

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());

    /// <summary>What it writes about a session's request that was cut, or that a server which was restarted does not know: which is what these tests do.</summary>
    private static bool IsOfTheNetwork(IConsoleMessage message) =>
        message.Text.StartsWith("WebSocket connection to", StringComparison.Ordinal)
        || message.Text.StartsWith("Failed to load resource: net::ERR_", StringComparison.Ordinal)
        || (message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && message.Location.Contains("/chat", StringComparison.Ordinal));

    private void Keep(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Enqueue(text);
        }
    }

    /// <summary>False where the page drew the element anew while it was about to be pressed: a person presses what stands there then.</summary>
    private async Task<bool> TryClickAsync(string selector)
    {
        if (await Page.EvaluateHandleAsync($"() => {Selectors.Find(selector)}") is not IElementHandle found)
        {
            return false;
        }

        try
        {
            await found.ClickAsync();
            return true;
        }
        catch (PlaywrightException gone) when (gone.Message.Contains("not attached to the DOM", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
