using Dapper;
using MultiTransport.Testing;

namespace Chat.Tests.Browser;

/// <summary>Two people, one in Chromium and one in Firefox, over each transport, on a line that is cut again and again.</summary>
[Collection(PagesCollection.Name)]
public sealed class TransportPageTests(Browsers browsers)
{
    private const int Each = 30;
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromMilliseconds(400);

    [BrowserTheory]
    [InlineData("websocket", "longpoll")]
    [InlineData("sse", "websocket")]
    [InlineData("stream", "shortpoll")]
    [InlineData("longpoll", "sse")]
    [InlineData("shortpoll", "stream")]
    public async Task EveryMessage_IsThereOnce_AndRead(string transport, string other)
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "500");
        await using var proxy = FaultProxy.Start(host.Url);
        await using var anna = new ChatPage(await browsers.ChromiumAsync());
        await using var bob = new ChatPage(await browsers.FirefoxAsync());
        await Task.WhenAll(anna.RegisterAsync(proxy.BaseAddress, "anna"), bob.RegisterAsync(proxy.BaseAddress, "bob"));
        await anna.CreateRoomAsync("Lobby");
        await bob.JoinAsync("Lobby");
        await Task.WhenAll(anna.ForceAsync(transport), bob.ForceAsync(transport));

        await anna.SayAsync("Hello, Bob");
        await bob.UntilSeesAsync("Hello, Bob");
        await bob.SayAsync("Hello, Anna");
        await anna.UntilSeesAsync("Hello, Anna");
        await Task.WhenAll(anna.UntilAllReadAsync(2), bob.UntilAllReadAsync(2));

        using (var isOver = new CancellationTokenSource())
        {
            var cutting = CutAsync(proxy, isOver.Token);
            await Task.WhenAll(TalkAsync(anna, "a", transport, other, host.RestartAsync), TalkAsync(bob, "b", transport, other, static () => Task.CompletedTask));
            await isOver.CancelAsync();
            await cutting;
        }

        await Task.WhenAll(anna.UntilAllReadAsync(2 + (2 * Each)), bob.UntilAllReadAsync(2 + (2 * Each)));
        var atAnna = await anna.MessagesAsync();
        var atBob = await bob.MessagesAsync();
        await using var witness = await host.SignInAsync("anna");
        var history = new List<string>();
        for (var before = long.MaxValue; ;)
        {
            var page = (await witness.AskAsync(new { @do = "history", room = 1, before, limit = 100 })).AsArray();
            if (page.Count == 0)
            {
                break;
            }

            history.InsertRange(0, page.Select(static message => message!["text"]!.GetValue<string>()));
            before = page[0]!["id"]!.GetValue<long>();
        }

        var kept = host.Database.Read(static connection => connection.Query<string>("SELECT text FROM message WHERE room = 1 ORDER BY id").ToArray());
        Assert.Equal(kept, history);
        Assert.Equal(kept, atAnna.Select(static message => message.Text));
        Assert.Equal(kept, atBob.Select(static message => message.Text));
        Assert.Equal(Said("a"), kept.Where(static text => text[0] == 'a'));
        Assert.Equal(Said("b"), kept.Where(static text => text[0] == 'b'));
        Assert.Equal(atAnna.Select(static message => message.IsOwn), atBob.Select(static message => !message.IsOwn));
        Assert.Empty(anna.Complaints);
        Assert.Empty(bob.Complaints);
    }

    private static IEnumerable<string> Said(string who) => Enumerable.Range(1, Each).Select(number => $"{who}{number}");

    /// <summary>Sixty messages; after a third another transport, after a half what is to happen then, after two thirds the first again.</summary>
    private static async Task TalkAsync(ChatPage page, string who, string transport, string other, Func<Task> halfway)
    {
        for (var number = 1; number <= Each; number++)
        {
            await page.SayAsync($"{who}{number}");
            switch (number)
            {
                case Each / 3:
                    await page.ChooseTransportAsync(other);
                    break;
                case Each / 2:
                    await halfway();
                    break;
                case Each * 2 / 3:
                    await page.ChooseTransportAsync(transport);
                    break;
            }
        }
    }

    /// <summary>Cuts whatever is open, in turn with and without a last word.</summary>
    private static async Task CutAsync(FaultProxy proxy, CancellationToken end)
    {
        using var pace = new PeriodicTimer(BetweenCuts);
        try
        {
            for (var number = 0; await pace.WaitForNextTickAsync(end); number++)
            {
                proxy.CutAll(number % 2 == 0 ? CutKind.Reset : CutKind.Finish);
            }
        }
        catch (OperationCanceledException)
        {
            // the talk is over
        }
    }
}
