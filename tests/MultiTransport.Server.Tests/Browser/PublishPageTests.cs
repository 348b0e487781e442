using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>A shell script that has nothing but curl publishes, and a page that has nothing but EventSource shows it.</summary>
public sealed class PublishPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Key = "a-key-of-this-test-alone";

    private const string Listen =
        """
        () => {
          window.seen = [];
          window.opened = 0;
          const source = new EventSource('/realtime?topic=demo:news&last=10');
          source.onmessage = ({ data }) => seen.push(data);
          source.addEventListener('session', () => opened++);
        }
        """;

    [ToolFact(Tools.Chromium)]
    public async Task EventSource_OfAPlainPage_ShowsWhatAScriptPublishes()
    {
        await using var server = await ServerProcess.StartAsync(
            "--Api:Keys:0:Name=test", $"--Api:Keys:0:Key={Key}", "--Api:Keys:0:May:0=publish", "--Api:Keys:0:Topics:0=demo:*");
        await PublishAsync(server, "before");
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "healthz")); // of the same origin, and empty
        await page.Page.EvaluateAsync(Listen);
        await page.UntilAsync("opened === 1 && seen.length === 1");

        await PublishAsync(server, "Hello");
        await PublishAsync(server, "Grüße");

        await page.UntilAsync("seen.length === 3");
        Assert.Equal(["before", "Hello", "Grüße"], await page.Page.EvaluateAsync<string[]>("seen"));
    }

    private static async Task PublishAsync(ServerProcess server, string text)
    {
        await using var script = ChildProcess.Start(
            Tools.Shell, [Path.Combine(AppContext.BaseDirectory, "publish.sh"), "demo:news", text], ("URL", server.Url.GetLeftPart(UriPartial.Authority)), ("KEY", Key));
        Assert.True(await script.WaitForExitAsync() == 0, script.Printed);
    }
}
