namespace Chat.Tests.Browser;

/// <summary>Reading what was said before.</summary>
[Collection(PagesCollection.Name)]
public sealed class HistoryPageTests(Browsers browsers)
{
    private const int Said = 130;
    private const string Numbers = "[...document.querySelectorAll('.messages .text')].map((one) => parseInt(one.textContent, 10)).join()";

    /// <summary>From now on, <c>moved</c> is how far the message at the upper edge has been away from where it is now, in any frame that was seen.</summary>
    private const string Watch = """
        (() => {
          const scroll = document.querySelector('.scroll')
          const find = () => [...document.querySelectorAll('.messages .text')]
          scroll.scrollTop = 150
          const text = find().find((one) => one.getBoundingClientRect().top > scroll.getBoundingClientRect().top).textContent
          const top = () => find().find((one) => one.textContent === text).getBoundingClientRect().top
          const first = top()
          const mine = window.watching = {}
          window.moved = 0
          const channel = new MessageChannel() // after the frame's callbacks, when it is painted
          channel.port1.onmessage = () => { if (window.watching === mine) window.moved = Math.max(window.moved, Math.abs(top() - first)) }
          const look = () => { if (window.watching === mine) { channel.port2.postMessage(''); requestAnimationFrame(look) } }
          look()
          return text
        })()
        """;

    [BrowserTheory]
    [InlineData("chromium")]
    [InlineData("firefox")]
    public async Task ScrollingBack_BringsOlderMessagesAbove_AndWhatIsReadStaysWhereItIs(string browser)
    {
        await using var host = await ChatHost.StartAsync("--Chat:RequestsPerSecond", "1000");
        await using var bob = await host.RegisterAsync("bob");
        await using var anna = new ChatPage(await browsers.OpenAsync(browser));
        var room = await bob.CreateRoomAsync("Lobby");
        for (var number = 1; number <= Said; number++)
        {
            await bob.SendAsync(room, $"{number} {string.Join(' ', Enumerable.Repeat("word", number * 7 % 60))}"); // of one line, and of many
        }

        await anna.RegisterAsync(host.Url, "anna");
        await anna.JoinAsync("Lobby");
        await anna.UntilAsync($"{Numbers} === '{Numbered(Said - 49)}'");

        foreach (var first in new[] { Said - 99, 1 })
        {
            var read = await anna.EvaluateAsync(Watch);
            await anna.UntilAsync($"{Numbers} === '{Numbered(first)}'");
            await anna.EvaluateAsync("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(''))))");
            Assert.True(double.Parse(await anna.EvaluateAsync("`${moved}`"), System.Globalization.CultureInfo.InvariantCulture) < 2, $"'{read}' moved by {await anna.EvaluateAsync("`${moved}`")} px.");
        }

        await bob.SendAsync(room, $"{Said + 1}");
        await anna.UntilAsync($"{Numbers} === '{Numbered(1, Said + 1)}'");
        Assert.Equal("true", await anna.EvaluateAsync("`${moved < 2 && document.querySelector('.newest').checkVisibility()}`")); // whoever reads the past is not torn from it
        await anna.ClickAsync("button«Newest messages»");
        await anna.UntilAsync("(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(document.querySelector('.scroll'))");
        Assert.Empty(anna.Complaints);
    }

    private static string Numbered(int first, int last = Said) => string.Join(',', Enumerable.Range(first, last - first + 1));
}
