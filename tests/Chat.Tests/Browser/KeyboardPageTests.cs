namespace Chat.Tests.Browser;

/// <summary>Who has no pointer does everything by keys.</summary>
[Collection(PagesCollection.Name)]
public sealed class KeyboardPageTests(Browsers browsers)
{
    private const string IsInComposer = "document.activeElement.matches('.composer textarea')";

    [BrowserTheory]
    [InlineData("chromium", "firefox")]
    [InlineData("firefox", "chromium")]
    public async Task KeysAlone_SignIn_GoBetweenRooms_Write_Change_AndTakeBack(string browser, string other)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = new ChatPage(await browsers.OpenAsync(browser));
        await using var bob = new ChatPage(await browsers.OpenAsync(other));
        await bob.RegisterAsync(host.Url, "bob");
        await bob.CreateRoomAsync("Garden");
        await bob.CreateRoomAsync("Lobby");

        await anna.GotoAsync(host.Url);
        await anna.UntilAsync("document.activeElement.id === 'name'");
        await PressAsync(anna, "document.activeElement.textContent === 'I am new here'");
        await anna.UntilAsync("document.activeElement.id === 'name'");
        await anna.TypeAsync("anna");
        await anna.PressAsync("Tab");
        await anna.TypeAsync("correct horse");
        await anna.PressAsync("Enter");
        await anna.UntilAsync("document.querySelector('.transport')?.dataset.state === 'open'");
        foreach (var (room, way) in new[] { ("Lobby", "Tab"), ("Garden", "Shift+Tab") })
        {
            await PressAsync(anna, "document.activeElement.ariaLabel === 'New conversation'", way);
            await anna.UntilAsync("document.activeElement.type === 'search'");
            await anna.TypeAsync(room);
            await anna.UntilAsync($"document.querySelectorAll('.found .result').length === 1 && document.querySelector('.found .result').textContent.includes('{room}')");
            await PressAsync(anna, "document.activeElement.matches('.found .result')");
            await anna.UntilAsync($"!document.querySelector('dialog') && document.querySelector('.heading h2').textContent === '{room}' && {IsInComposer}");
        }

        await PressAsync(anna, "document.activeElement.matches('button.room') && document.activeElement.textContent.includes('Lobby')", "Shift+Tab");
        await anna.UntilAsync($"document.querySelector('.heading h2').textContent === 'Lobby' && {IsInComposer}");
        await anna.TypeAsync("Helo");
        await anna.PressAsync("Enter");
        await bob.UntilSeesAsync("Helo");
        await anna.UntilAsync("document.querySelector('.messages .own') && !document.querySelector('.pending')"); // what is not sent yet cannot be changed

        await anna.PressAsync("ArrowUp");
        await anna.UntilAsync("document.activeElement.value === 'Helo'");
        await anna.PressAsync("Escape");
        await anna.UntilAsync("document.activeElement.value === '' && !document.querySelector('.editing').checkVisibility()");
        await anna.PressAsync("ArrowUp");
        await anna.TypeAsync("!");
        await anna.PressAsync("Enter");
        await bob.UntilSeesAsync("Helo!");
        await bob.UntilAsync("document.querySelector('.meta').textContent.includes('changed')");

        await PressAsync(anna, "document.activeElement.matches('.menu summary')", "Shift+Tab");
        await PressAsync(anna, "document.activeElement.textContent === 'Take back'");
        await PressAsync(anna, "document.activeElement.matches('dialog .primary')");
        await bob.UntilAsync("document.querySelector('.gone')?.textContent === 'This message was taken back.' && !document.querySelector('.messages .text')");
        Assert.Empty((string[])[.. anna.Complaints, .. bob.Complaints]);
    }

    /// <summary>Goes by the key <paramref name="way"/> until it is there, and presses it; a page has fewer stops than that. Past the page's end Firefox's driver is in the browser's own bars.</summary>
    private static async Task PressAsync(ChatPage page, string there, string way = "Tab")
    {
        var stops = new List<string>();
        while (await page.EvaluateAsync($"`${{{there}}}`") != "true")
        {
            Assert.True(stops.Count < 40, $"No key leads to {there}, only to {string.Join(' ', stops)}");
            await page.PressAsync(way);
            stops.Add(await page.EvaluateAsync("document.activeElement.outerHTML.slice(0, 60)"));
        }

        await page.PressAsync("Enter");
    }
}
