using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

/// <summary>The server as it is started, with keys in its arguments.</summary>
public sealed class ProductTests
{
    private const string Key = "a-key-of-this-test-alone";

    private static readonly string[] KeyArguments =
    [
        "--Api:Keys:0:Name=test", $"--Api:Keys:0:Key={Key}", "--Api:Keys:0:May:0=publish", "--Api:Keys:0:May:1=read", "--Api:Keys:0:May:2=sessions", "--Api:Keys:0:Topics:0=*",
    ];

    [Fact]
    public async Task Start_OfNothingConfigured_HasTheDemoAndNoApi()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = TestTimeouts.Shared };

        (await ApiReply.OfAsync(await client.GetAsync("/api/topics"))).IsProblem(403, "api-off");
        Assert.Equal("ok", await client.GetStringAsync("/healthz"));
        Assert.Contains("\"session\"", await client.GetStringAsync("/realtime?wait=0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfTheServer_TellsItsBytes()
    {
        await using var server = await ServerProcess.StartAsync(KeyArguments);
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = TestTimeouts.Shared, DefaultRequestHeaders = { { "X-Api-Key", Key } } };
        await client.GetStringAsync("/realtime?wait=0");
        var id = (await ApiReply.OfAsync(await client.GetAsync("/api/sessions"))).IsOk()["sessions"][0].GetProperty("id").GetString();

        var wire = (await ApiReply.OfAsync(await client.GetAsync($"/api/sessions/{id}"))).IsOk()["wire"].GetProperty("shortpoll");

        Assert.Equal(1, wire.GetProperty("requests").GetInt32());
        Assert.InRange(wire.GetProperty("down").GetInt64(), 100, 10_000);
    }

    [ToolFact(Tools.Curl)]
    public async Task PublishScript_WithNothingButCurl_PublishesOnce()
    {
        await using var server = await ServerProcess.StartAsync(KeyArguments);
        const string text = "Grüße, \"you\" \\ $HOME 'and' `me`";

        await using var script = ChildProcess.Start(
            Tools.Shell, [Path.Combine(AppContext.BaseDirectory, "publish.sh"), "demo:news", text], ("URL", server.Url.GetLeftPart(UriPartial.Authority)), ("KEY", Key));
        Assert.True(await script.WaitForExitAsync() == 0, script.Printed);

        using var client = new HttpClient { BaseAddress = server.Url, Timeout = TestTimeouts.Shared, DefaultRequestHeaders = { { "X-Api-Key", Key } } };
        var page = (await ApiReply.OfAsync(await client.GetAsync("/api/topics/demo:news/history"))).IsOk();
        Assert.Equal(text, Assert.Single(page["messages"].EnumerateArray()).GetProperty("text").GetString());
        Assert.Contains("\"position\":1", script.Printed, StringComparison.Ordinal);
    }

    [ToolFact(Tools.Curl)]
    public async Task PublishScript_WithAWrongKey_SaysWhyAndFails()
    {
        await using var server = await ServerProcess.StartAsync(KeyArguments);

        await using var script = ChildProcess.Start(
            Tools.Shell, [Path.Combine(AppContext.BaseDirectory, "publish.sh"), "demo:news", "x"], ("URL", server.Url.GetLeftPart(UriPartial.Authority)), ("KEY", "another"));

        Assert.NotEqual(0, await script.WaitForExitAsync());
        Assert.Contains("key-wrong", script.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfSeveralFaults_TellsThemAll()
    {
        await using var process = ServerProcess.Launch(
            ["--urls", "http://127.0.0.1:0", "--Topics:Rules:0:Publish=everyone", "--Topics:Rules:0:HistoryMessages=-1", "--Jwt:Required=true", "--Api:Keys:0:Name=x"],
            ("MultiTransport__Hodl", "1"));

        Assert.Equal(1, await process.WaitForExitAsync());
        foreach (var told in (string[])
        [
            "The server cannot start: ", "Topics:Rules:0:Publish is 'everyone'", "Topics:Rules:0: HistoryMessages is -1", "Jwt:Required is true", "Api:Keys:0:May is empty", "MultiTransport:Hodl: there is no Hodl",
        ])
        {
            Assert.Contains(told, process.Printed, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", process.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKeyCommand_OfTheServer_PrintsAKey()
    {
        await using var process = ServerProcess.Launch(["api-key", "orders"]);

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("\"Name\": \"orders\"", process.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Listening", process.Printed, StringComparison.Ordinal);
    }
}
