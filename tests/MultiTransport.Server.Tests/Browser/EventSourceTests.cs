using MultiTransport.Server.Tests.Clients;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>A real EventSource of a real browser, whose connection is cut.</summary>
[Collection(RunningServer.Name)]
public sealed class EventSourceTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Listen =
        """
        () => {
          window.seen = [];
          window.sessions = [];
          window.opened = 0;
          window.source = new EventSource('/echo');
          source.onmessage = ({ data }) => seen.push(data);
          source.addEventListener('session', ({ data }) => {
            opened++;
            sessions.push(JSON.parse(data).session);
          });
        }
        """;

    [ToolFact(Tools.Chromium)]
    public async Task EventSource_CutInTheMiddle_GetsEachMessageOnceAndInOrder()
    {
        await using var way = FaultProxy.Start(server.Url);
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "healthz")); // of the same origin, and empty
        using var client = new NativeClient(server.Echo);
        await page.Page.EvaluateAsync(Listen);
        await page.UntilAsync("opened === 1");
        var session = await page.Page.EvaluateAsync<string>("sessions[0]");

        await SendAsync(client, session, 1, 10);
        await page.UntilAsync("seen.length === 10");
        await SendAsync(client, session, 11, 5); // under way when the connection dies
        way.CutAll();
        await SendAsync(client, session, 16, 15);
        await page.UntilAsync("opened === 2");
        await SendAsync(client, session, 31, 10);

        await page.UntilAsync("seen.at(-1) === 'message 40'");
        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"message {number}"), await page.Page.EvaluateAsync<string[]>("seen"));
        Assert.Equal(1, await page.Page.EvaluateAsync<int>("sessions.filter(Boolean).length")); // resumed: its secret was told once
    }

    [ToolFact(Tools.Chromium)]
    public async Task EventSource_WhoseServerWasStartedAnew_OpensANewSessionByItself()
    {
        await using var first = await ServerProcess.StartAsync();
        await using var page = await chromium.OpenAsync(new Uri(first.Url, "healthz"));
        await page.Page.EvaluateAsync(Listen);
        await page.UntilAsync("opened === 1");

        await first.StopAsync();
        await using var second = await ServerProcess.StartAsync("--urls", first.Url.GetLeftPart(UriPartial.Authority));
        using var client = new NativeClient(second.Echo);
        await page.UntilAsync("sessions.filter(Boolean).length === 2");
        await client.PostAsync(await page.Page.EvaluateAsync<string>("sessions.at(-1)"), "Hello again");

        await page.UntilAsync("seen.at(-1) === 'Hello again'");
    }

    private static async Task SendAsync(NativeClient client, string session, int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            await client.PostAsync(session, $"message {number}");
        }
    }
}
