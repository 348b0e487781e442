using System.Net.Http.Json;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Browser;
using MultiTransport.Server.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace MultiTransport.Server.Tests.Admin;

/// <summary>The page's table of topics, filled.</summary>
public sealed class AdminTopicsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Key = "mt_0123456789abcdefghijklmnopqrstuvwxyz_ABCDEF";

    [ToolFact(Tools.Chromium)]
    public async Task Topics_WithHistoryAndSubscribers_AreShownByName()
    {
        await using var server = await StartAsync();
        using var http = await PublishAsync(server, "demo:b", "demo:a", "demo:a");
        using var reader = await SubscribeAsync(http, server, "demo:a");
        await using var page = await OpenAsync(server);

        await Expect(Rows(page)).ToHaveTextAsync(["demo:a 1 2 2 kept, 8 B", "demo:b 0 1 1 kept, 4 B"], new() { UseInnerText = true });
        await Expect(page.Page.Locator("#topics-more")).ToBeHiddenAsync();
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Topics_MoreThanAreShown_IsSaid()
    {
        await using var server = await StartAsync();
        using var http = await PublishAsync(server, [.. Enumerable.Range(0, 51).Select(static number => $"demo:{number:00}")]);
        await using var page = await OpenAsync(server);

        await Expect(Rows(page)).ToHaveCountAsync(50);
        await Expect(page.Page.Locator("#topics-more")).ToHaveTextAsync("The first 50 by name. GET /api/topics tells all.");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Topics_WithTheLongestName_FitOnAPhone()
    {
        await using var server = await StartAsync();
        using var http = await PublishAsync(server, $"demo:{new string('W', 250)}");
        await using var page = await OpenAsync(server, new() { ViewportSize = new() { Width = 390, Height = 844 } });

        await Expect(Rows(page)).ToHaveCountAsync(1);
        Assert.InRange(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        await page.Page.SetViewportSizeAsync(1280, 800);
        Assert.InRange(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 1280);
    }

    private static ILocator Rows(BrowserPage page) => page.Page.Locator("#topic-rows tr");

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        "--Api:Keys:0:Name=test", $"--Api:Keys:0:Key={Key}", "--Api:Keys:0:May:0=publish", "--Api:Keys:0:May:1=read", "--Api:Keys:0:May:2=sessions", "--Api:Keys:0:Topics:0=demo:*");

    private async Task<BrowserPage> OpenAsync(ServerProcess server, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(new Uri(server.Url, "/admin/"), options);
        await page.Page.GetByLabel("API key").FillAsync(Key);
        await page.Page.Keyboard.PressAsync("Enter");
        return page;
    }

    private static async Task<HttpClient> PublishAsync(ServerProcess server, params string[] topics)
    {
        var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        using var answer = await http.PostAsJsonAsync("/api/publish", new { messages = topics.Select(static topic => new { topic, text = "four" }) });
        answer.EnsureSuccessStatusCode();
        return http;
    }

    /// <summary>Completes when the stream tells that it is subscribed; it is, until this is disposed of.</summary>
    private static async Task<StreamReader> SubscribeAsync(HttpClient http, ServerProcess server, string topic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"/realtime?topic={topic}"));
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await lines.ReadLineAsync();
        Assert.Contains("subscribed", await lines.ReadLineAsync(), StringComparison.Ordinal);
        return lines;
    }
}
