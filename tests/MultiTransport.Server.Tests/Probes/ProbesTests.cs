using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Server.Tests.Api;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Probes;

public sealed class ProbesTests
{
    [Fact]
    public async Task Probes_OfARunningServer_AreGood()
    {
        await using var host = await ApiHost.StartBareAsync(null);

        Assert.Equal("ok", (await host.SendBareAsync("GET", "/healthz")).Body);
        Assert.True((await host.SendBareAsync("GET", "/readyz")).IsOk()["ready"].GetBoolean());
    }

    [Fact]
    public async Task Readyz_WhileTheStoreFails_SaysSoAndIsGoodAgainAfterIt()
    {
        var (history, time) = (new FlakyHistory { IsBroken = true }, new ManualTimeProvider());
        await using var host = await ApiHost.StartBareAsync(builder => builder.Services.AddSingleton<ITopicHistory>(history).AddSingleton<TimeProvider>(time));

        (await host.SendBareAsync("GET", "/readyz")).IsProblem(503, "history-unavailable");
        history.IsBroken = false;
        (await host.SendBareAsync("GET", "/readyz")).IsProblem(503, "history-unavailable"); // known for a second
        Assert.Equal(1, history.Asked);
        time.Advance(TimeSpan.FromSeconds(1));

        (await host.SendBareAsync("GET", "/readyz")).IsOk();
        Assert.Equal("ok", (await host.SendBareAsync("GET", "/healthz")).Body);
    }

    [Fact]
    public async Task Readyz_WhileTheStoreIsMute_AsksOnceAndGivesUp()
    {
        var (history, time) = (new FlakyHistory { IsMute = true }, new ManualTimeProvider());
        await using var host = await ApiHost.StartBareAsync(builder => builder.Services.AddSingleton<ITopicHistory>(history).AddSingleton<TimeProvider>(time));

        var asked = Enumerable.Range(0, 8).Select(_ => host.SendBareAsync("GET", "/readyz")).ToArray();
        await history.WhenAsked.WithTimeout();
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.All(await Task.WhenAll(asked).WithTimeout(), answer => answer.IsProblem(503, "history-unavailable", "within 2 s"));
        Assert.Equal(1, history.Asked);
    }

    [ToolFact(Tools.Shell)]
    public async Task Readyz_WhileTheServerDrains_IsNotReady()
    {
        await using var server = await ServerProcess.StartAsync("--MultiTransportServer:DrainTimeout=00:00:20");
        using var client = new HttpClient { Timeout = TestTimeouts.Shared };
        using var opened = await client.PostAsync(new Uri(server.Url, "echo/negotiate"), new StringContent("""{"version":1,"messages":[{"text":"unacknowledged"}]}"""));
        Assert.True(opened.IsSuccessStatusCode);
        Assert.Contains("true", await client.GetStringAsync(new Uri(server.Url, "readyz")), StringComparison.Ordinal);

        await using var kill = ChildProcess.Start(Tools.Shell, ["-c", $"kill -TERM {server.Process.Id}"]);
        await kill.WaitForExitAsync();

        while (true)
        {
            var answer = await ApiReply.OfAsync(await client.GetAsync(new Uri(server.Url, "readyz"))); // before the signal has arrived it is ready
            if (answer.Status != 200)
            {
                answer.IsProblem(503, "draining");
                return;
            }
        }
    }
}
