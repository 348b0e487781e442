using System.Security.Cryptography;
using Dapper;
using MultiTransport.Testing;

namespace Chat.Tests.Browser;

/// <summary>Files from a page, over lines and pages that end meanwhile.</summary>
[Collection(PagesCollection.Name)]
public sealed class FilePageTests(Browsers browsers)
{
    private const string Files = "(() => { const carried = new DataTransfer(); carried.items.add(new File([new Uint8Array(6_000_000).fill(7)], 'map.bin')); return carried })()";

    /// <summary>On the messages: there is no need to meet the field.</summary>
    private const string Drop = $$"""
        (() => {
          const carried = {{Files}}, at = document.querySelector('.scroll')
          const over = new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: carried })
          at.dispatchEvent(over)
          if (!over.defaultPrevented || !document.querySelector('.drop').checkVisibility()) throw new Error('It does not say that it takes files.')
          at.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }))
          return ''
        })()
        """;

    /// <summary>Firefox gives what a script pastes no files; so the event bears them itself.</summary>
    private const string Paste = $$"""
        (document.querySelector('.composer textarea').dispatchEvent(Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: {{Files}} })), '')
        """;

    /// <summary>What each bar of progress that was ever there said.</summary>
    private const string WatchProgress = """
        (() => {
          window.shown = []
          new MutationObserver(() => { for (const { value } of document.querySelectorAll('.pending progress')) shown.push(value) }).observe(document.body, { childList: true, subtree: true })
          return ''
        })()
        """;

    private const string IsUnderWay = "document.querySelector('.pending progress')?.value > 0";

    [BrowserTheory]
    [InlineData("websocket")]
    [InlineData("longpoll")]
    public async Task AFile_GoesOnWhereItWas_AfterCutsAndAReload(string transport)
    {
        await using var host = await ChatHost.StartAsync();
        await using var proxy = FaultProxy.Start(host.Url);
        await using var anna = new ChatPage(await browsers.ChromiumAsync());
        await using var bob = new ChatPage(await browsers.FirefoxAsync());
        await Task.WhenAll(anna.RegisterAsync(proxy.BaseAddress, "anna"), bob.RegisterAsync(proxy.BaseAddress, "bob"));
        await anna.CreateRoomAsync("Lobby");
        await bob.JoinAsync("Lobby");
        await anna.ForceAsync(transport);
        var content = RandomNumberGenerator.GetBytes(9_000_000);
        var folder = Directory.CreateTempSubdirectory("chat-file-");
        var file = Path.Combine(folder.FullName, "Timetable 2026.bin");
        await File.WriteAllBytesAsync(file, content);
        try
        {
            await anna.AttachAsync(file);
            await anna.UntilAsync(IsUnderWay);
            Assert.NotEqual(0, proxy.CutAll());
            await anna.SayAsync("after the file");
            await anna.UntilAsync(IsUnderWay);
            await anna.GotoAsync(new Uri(proxy.BaseAddress, "?again"));
            await bob.UntilSeesAsync("after the file");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal("Timetable 2026.bin|after the file", await bob.EvaluateAsync("[...document.querySelectorAll('.messages :is(.file-name, .text)')].map((one) => one.textContent).join('|')"));
        await using var witness = await host.SignInAsync("bob");
        var id = host.Database.Read(static connection => connection.QuerySingle<string>("SELECT id FROM file")); // one: the second page did not begin another
        Assert.Equal(content, await witness.Http.GetByteArrayAsync($"/files/{id}"));
        Assert.Empty(anna.Complaints);
    }

    [BrowserTheory]
    [InlineData("chromium", "drop")]
    [InlineData("firefox", "drop")]
    [InlineData("chromium", "paste")]
    [InlineData("firefox", "paste")]
    public async Task AFile_ThatIsDroppedOrPasted_IsSent_AndShowsHowFarItIs(string browser, string how)
    {
        await using var host = await ChatHost.StartAsync();
        await using var bob = await host.RegisterAsync("bob");
        await using var anna = new ChatPage(await browsers.OpenAsync(browser));
        await anna.RegisterAsync(host.Url, "anna");
        await anna.CreateRoomAsync("Lobby");
        await bob.AskAsync(new { @do = "join", room = 1 });
        await anna.EvaluateAsync(WatchProgress);

        await anna.EvaluateAsync(how == "drop" ? Drop : Paste);
        var message = await bob.HearsAsync(static told => told["event"]?["message"]?["file"] is not null);

        var file = message["event"]!["message"]!["file"]!;
        Assert.Equal(("map.bin", 6_000_000L), (file["name"]!.GetValue<string>(), file["size"]!.GetValue<long>()));
        var content = await bob.Http.GetByteArrayAsync($"/files/{file["id"]!.GetValue<string>()}");
        Assert.True(content.Length == 6_000_000 && content.AsSpan().IndexOfAnyExcept((byte)7) < 0);
        await anna.UntilAsync("document.querySelector('.messages a.file .file-name')?.textContent === 'map.bin' && !document.querySelector('.pending, .dropping')");
        var shown = System.Text.Json.JsonSerializer.Deserialize<long[]>(await anna.EvaluateAsync("JSON.stringify(shown)"))!;
        Assert.Equal(shown.Order(), shown);
        Assert.Contains(shown, static done => done is > 0 and < 6_000_000);
        Assert.Empty(anna.Complaints);
    }
}
