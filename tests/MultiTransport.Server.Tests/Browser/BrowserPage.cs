using System.Collections.Concurrent;
using Microsoft.Playwright;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>An open page and what it complained about.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private const string TellOfViolations =
        "addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Keep(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Keep(true, error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of its console, uncaught exceptions, violations of its policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Lanes => Page.Locator(".lane");

    public static async Task<BrowserPage> OpenAsync(IBrowser browser, Uri url, BrowserNewContextOptions? options)
    {
        var context = await browser.NewContextAsync(options);
        Assertions.SetDefaultExpectTimeout((float)TestTimeouts.Shared.TotalMilliseconds);
        context.SetDefaultTimeout((float)TestTimeouts.Shared.TotalMilliseconds);
        var opened = new BrowserPage(context, await context.NewPageAsync());
        await opened.Page.AddInitScriptAsync(TellOfViolations);
        await opened.Page.GotoAsync(url.AbsoluteUri);
        return opened;
    }

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    /// <summary>Waits until an expression of the page's own JavaScript is true; for pages whose policy lets strings be evaluated.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync(expression);

    /// <summary>Waits until there are so many elements of a kind.</summary>
    public Task UntilAsync(string selector, int count) => Assertions.Expect(Page.Locator(selector)).ToHaveCountAsync(count);

    /// <summary>Waits until all five lanes are open.</summary>
    public Task UntilLanesAreOpenAsync() => UntilAsync(".lane[data-state=open]", 5);

    /// <summary>Waits until each of the five lanes shows that text as a message it received.</summary>
    public Task UntilAllReceivedAsync(string text) => Assertions
        .Expect(Lanes.Filter(new() { Has = Page.Locator(".received").GetByText(text, new() { Exact = true }) }))
        .ToHaveCountAsync(5);

    /// <summary>Writes into the one text box and sends on all lanes.</summary>
    public async Task SendToAllAsync(string text)
    {
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send to all" }).ClickAsync();
    }

    /// <summary>What each lane shows as received, oldest first.</summary>
    public Task<string[][]> ReceivedAsync() => Lanes.EvaluateAllAsync<string[][]>(
        "lanes => lanes.map(lane => [...lane.querySelectorAll('.received span:first-child')].map(text => text.textContent).reverse())");

    private void Keep(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Enqueue(text);
        }
    }
}
