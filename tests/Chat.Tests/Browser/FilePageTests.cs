using System.Security.Cryptography;
using Dapper;
using MultiTransport.Testing;

namespace Chat.Tests.Browser;

/// <summary>Files from a page, over lines and pages that end meanwhile.</summary>
[Collection(PagesCollection.Name)]
public sealed class FilePageTests(Browsers browsers)
{
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
}
