using Microsoft.Data.Sqlite;

namespace Chat.Tests.Browser;

/// <summary>What two people see of each other.</summary>
[Collection(PagesCollection.Name)]
public sealed class ConversationPageTests(Browsers browsers)
{
    private const string Texts = "[...document.querySelectorAll('.messages .text')].map((one) => one.textContent).join('|')";

    [BrowserFact]
    public async Task WhoWasAway_FindsWhatWasSaid_OnEveryDevice()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = new ChatPage(await browsers.ChromiumAsync());
        await using var bob = await host.RegisterAsync("bob");
        await anna.RegisterAsync(host.Url, "anna");
        await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room = 1 });
        await bob.Session.DisposeAsync();

        await anna.SayAsync("one");
        await anna.SayAsync("two");
        await anna.UntilAsync("document.querySelectorAll('.messages .mark.sent').length === 2");
        await using var desk = new ChatPage(await browsers.FirefoxAsync());
        await using var phone = new ChatPage(await browsers.ChromiumAsync());
        await Task.WhenAll(desk.SignInAsync(host.Url, "bob"), phone.SignInAsync(host.Url, "bob"));
        await Task.WhenAll(desk.UntilAsync("document.querySelector('.badge')?.firstChild.data === '2'"), phone.UntilAsync("document.querySelector('.badge')?.firstChild.data === '2'"));
        await anna.UntilAsync("document.querySelectorAll('.messages .mark.delivered').length === 2");

        await desk.OpenAsync("Lobby");
        await desk.UntilAsync($"{Texts} === 'one|two'");
        await anna.UntilAllReadAsync(2);
        await phone.UntilAsync("!document.querySelector('.badge')"); // its messages are not loaded there
        await desk.SayAsync("three");
        await phone.OpenAsync("Lobby");
        await Task.WhenAll(phone.UntilAsync($"{Texts} === 'one|two|three'"), anna.UntilSeesAsync("three"));
        Assert.Empty((string[])[.. anna.Complaints, .. desk.Complaints, .. phone.Complaints]);
    }

    [BrowserFact]
    public async Task Markup_IsText()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = new ChatPage(await browsers.ChromiumAsync());
        await using var bob = new ChatPage(await browsers.FirefoxAsync());
        await anna.RegisterAsync(host.Url, "anna");
        await bob.RegisterAsync(host.Url, "bob"); // the second, who is invited below
        await anna.CreateRoomAsync("<img src=x onerror=alert(1)>");
        await using var witness = await host.SignInAsync("anna");
        await witness.AskAsync(new { @do = "invite", room = 1, user = 2 });
        await bob.ClickAsync("button.room");
        string[] texts = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE message; --", "javascript:alert(1) &amp; <b>"];
        foreach (var text in texts)
        {
            await anna.SayAsync(text);
        }

        await Task.WhenAll(anna.UntilAllReadAsync(texts.Length), bob.UntilSeesAsync(texts[^1]));
        Assert.Equal(texts, (await bob.MessagesAsync()).Select(static message => message.Text));
        Assert.Equal("0", await bob.EvaluateAsync("`${document.querySelectorAll('.conversation :is(script, img, b), nav img').length}`"));
        Assert.Empty((string[])[.. anna.Complaints, .. bob.Complaints]);
    }

    [BrowserFact]
    public async Task WhatIsRefused_SaysWhy_AndCanBeTriedAgain()
    {
        await using var host = await ChatHost.StartAsync("--Chat:MaxTextLength", "10");
        await using var anna = new ChatPage(await browsers.ChromiumAsync());
        await anna.RegisterAsync(host.Url, "anna");
        await anna.CreateRoomAsync("Lobby");

        await anna.SayAsync("longer than ten");
        await anna.UntilAsync("document.querySelector('.failure')?.textContent.includes('too long')");
        await anna.SayAsync("short"); // is not held up by it
        await anna.UntilAsync("document.querySelectorAll('.messages .mark.sent').length === 1");
        await anna.UntilAsync("(document.querySelector('.failure').dataset.seen = 'yes') !== ''");
        await anna.ClickAsync("button«Try again»");
        await anna.UntilAsync("document.querySelector('.failure:not([data-seen])')?.textContent.includes('too long')"); // refused once more
        await anna.ClickAsync("button«Discard»");
        await anna.UntilAsync("!document.querySelector('.failure')");

        using var other = new SqliteConnection($"Data Source={host.DatabasePath};Pooling=False");
        other.Open();
        using (other.BeginTransaction())
        {
            await anna.SayAsync("locked");
            await anna.UntilAsync("document.querySelector('.pending .text')?.textContent === 'locked'");
        }

        await anna.UntilAsync("document.querySelectorAll('.messages .mark.sent').length === 2 && !document.querySelector('.pending')");
        Assert.Empty(anna.Complaints);
    }

    [BrowserFact]
    public async Task WhoIsLetIn_WhileTheServerCannotTellOfIt_SeesTheRoomLater()
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "2");
        await using var anna = await host.RegisterAsync("anna");
        await using var bob = new ChatPage(await browsers.ChromiumAsync());
        await bob.RegisterAsync(host.Url, "bob");
        await bob.UntilAsync("document.querySelector('.none')?.checkVisibility()"); // it is told how everything is
        await using var tablet = await host.SignInAsync("bob"); // which asks for so much that the page, too, is refused
        var room = await anna.CreateRoomAsync("Lobby");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var isOver = new CancellationTokenSource();
        var isRefused = new TaskCompletionSource();
        var flood = FloodAsync();
        await isRefused.Task.WaitAsync(patience.Token);

        await anna.AskAsync(new { @do = "invite", room, user = tablet.Id });
        await tablet.HearsAsync(static told => told["event"]?["kind"]?.GetValue<string>() == "joined");
        await isOver.CancelAsync();
        await flood;

        await bob.UntilAsync("document.querySelector('.room-name')?.textContent === 'Lobby'");
        Assert.Empty(bob.Complaints);

        async Task FloodAsync()
        {
            while (!isOver.IsCancellationRequested)
            {
                if (await tablet.RefusedAsync(new { @do = "find-users" }) == "too-fast")
                {
                    isRefused.TrySetResult();
                }
            }
        }
    }
}
