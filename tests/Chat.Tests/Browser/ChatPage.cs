using System.Text.Json;
using Chat.Tests.Browser.Driven;
using MultiTransport.Testing;

namespace Chat.Tests.Browser;

/// <summary>The chat in a browser, as the person before it uses it.</summary>
internal sealed class ChatPage(IDrivenPage page) : IAsyncDisposable
{
    private const string Shown = """
        JSON.stringify([...document.querySelectorAll('.messages .message')].map((one) => ({
          text: one.querySelector('.text')?.textContent ?? '',
          isOwn: one.classList.contains('own'),
          state: one.querySelector('.mark')?.textContent ?? null })))
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public IReadOnlyCollection<string> Complaints => page.Complaints;

    public Task GotoAsync(Uri url) => page.GotoAsync(url);

    public async Task RegisterAsync(Uri url, string name)
    {
        await page.GotoAsync(url);
        await ClickAsync("button«I am new here»");
        await EnterAsync(name, "Create account");
    }

    public async Task SignInAsync(Uri url, string name)
    {
        await page.GotoAsync(url);
        await EnterAsync(name, "Sign in");
    }

    public async Task CreateRoomAsync(string name)
    {
        await ClickAsync("button«New conversation»");
        await UntilAsync("document.activeElement.type === 'search'");
        await page.TypeAsync(name);
        await ClickAsync($"button«Create room “{name}”»");
        await UntilInRoomAsync();
    }

    public async Task JoinAsync(string name)
    {
        await ClickAsync("button«New conversation»");
        await ClickAsync($"button.result«{name[..1]}{name}»"); // its picture is its first letter
        await UntilInRoomAsync();
    }

    public async Task OpenAsync(string name)
    {
        await ClickAsync($"button.room«{name[..1]}{name}»");
        await UntilInRoomAsync();
    }

    /// <summary>Writes and sends.</summary>
    public async Task SayAsync(string text)
    {
        await page.EvaluateAsync("(document.querySelector('.composer textarea').focus(), '')");
        await page.TypeAsync(text);
        await page.PressAsync("Enter");
    }

    /// <summary>Chooses a transport by the page's own control, and waits until it is the one.</summary>
    public async Task ForceAsync(string transport)
    {
        await ChooseTransportAsync(transport);
        await UntilAsync($"document.querySelector('.transport').textContent === '{transport}'");
    }

    public async Task ChooseTransportAsync(string transport)
    {
        await ClickAsync("button.transport");
        await ClickAsync($"input[name=transport][value={transport}]");
        await page.PressAsync("Escape");
        await UntilAsync("!document.querySelector('dialog')");
    }

    public async Task<IReadOnlyList<ShownMessage>> MessagesAsync() => JsonSerializer.Deserialize<ShownMessage[]>(await page.EvaluateAsync(Shown), Json)!;

    public Task UntilSeesAsync(string text) => UntilAsync($"[...document.querySelectorAll('.messages .text')].some((one) => one.textContent === {JsonSerializer.Serialize(text)})");

    /// <summary>Waits until so many messages are there and all own ones are read by everyone.</summary>
    public Task UntilAllReadAsync(int count) => UntilAsync($"""
        document.querySelectorAll('.messages .message').length === {count} && [...document.querySelectorAll('.messages .own .mark')].every((one) => one.textContent === 'read')
        """);

    public async Task ClickAsync(string selector)
    {
        await UntilAsync($"{Selectors.Find(selector)} !== null");
        await page.ClickAsync(selector);
    }

    public Task TypeAsync(string text) => page.TypeAsync(text);

    public Task PressAsync(string key) => page.PressAsync(key);

    public Task AttachAsync(string file) => page.ChooseAsync(".composer input[type=file]", file);

    public Task<string> EvaluateAsync(string expression) => page.EvaluateAsync(expression);

    /// <summary>Waits until an expression is true on the page.</summary>
    public async Task UntilAsync(string expression)
    {
        try
        {
            await page.EvaluateAsync($"new Promise((resolve) => {{ const look = () => ({expression}) ? resolve('') : setTimeout(look, 30); look() }})").WithTimeout(what: expression);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\nThe page: {await page.EvaluateAsync("document.body.innerText")}\nThe focus: {await page.EvaluateAsync("document.activeElement.outerHTML.slice(0, 200)")}\nIt complained: {string.Join('\n', Complaints)}", late);
        }
    }

    public ValueTask DisposeAsync() => page.DisposeAsync();

    private async Task EnterAsync(string name, string button)
    {
        await UntilAsync("document.activeElement.id === 'name'");
        await page.TypeAsync(name);
        await page.PressAsync("Tab");
        await page.TypeAsync("correct horse");
        await ClickAsync($"button.primary«{button}»");
        await UntilAsync("document.querySelector('.transport')?.dataset.state === 'open'");
    }

    private Task UntilInRoomAsync() => UntilAsync("document.querySelector('.conversation-body')?.checkVisibility() && !document.querySelector('dialog')");
}
