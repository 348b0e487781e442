using System.Diagnostics;
using System.Text.Json;
using MultiTransport.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace MultiTransport.Server.Tests.Clients;

/// <summary>The commands that the page and the README show, run as they stand there.</summary>
[Collection(CommandServer.Name)]
public sealed class CurlTests(ServerFixture server, ITestOutputHelper output)
{
    [ToolFact(Tools.Curl)]
    public async Task EventStream_OfAWarmServer_ShowsItsFirstEventAtOnce()
    {
        var started = Stopwatch.StartNew();
        await using var curl = Curl("-N", "-H", "Accept: text/event-stream", $"{server.Echo}");
        await curl.ReadLineAsync(line => line.StartsWith("data: {\"session\":", StringComparison.Ordinal));

        output.WriteLine($"first event {started.ElapsedMilliseconds} ms after curl was started"); // 100 is the aim
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [ToolFact(Tools.Curl)]
    public async Task Poll_WithWait0_AnswersAtOnceWithNext()
    {
        var started = Stopwatch.StartNew();
        await using var curl = Curl($"{server.Echo}?wait=0");
        var answer = JsonDocument.Parse(await curl.ReadLineAsync(_ => true)).RootElement;

        Assert.Equal(0, await curl.WaitForExitAsync());
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.StartsWith("/echo?after=", answer.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [ToolFact(Tools.Curl)]
    public async Task EventStream_KilledAndStartedAgainWithItsLastId_ContinuesAtTheNextMessage()
    {
        string session;
        string place;
        await using (var first = Curl("-N", "-H", "Accept: text/event-stream", $"{server.Echo}"))
        {
            var opened = await first.ReadLineAsync(line => line.StartsWith("data: ", StringComparison.Ordinal));
            session = JsonDocument.Parse(opened["data: ".Length..]).RootElement.GetProperty("session").GetString()!;
            await PostAsync(session, "one");
            place = (await first.ReadLineAsync(line => line.StartsWith("id: ", StringComparison.Ordinal)))["id: ".Length..];
            await first.ReadLineAsync(line => line == "data: one");
        }

        await PostAsync(session, "two");
        await using var second = Curl("-N", "-H", "Accept: text/event-stream", "-H", $"Last-Event-ID: {place}", $"{server.Echo}");
        await PostAsync(session, "three");

        await second.ReadLineAsync(line => line == "event: session");
        await second.ReadLineAsync(line => line.StartsWith("data: {", StringComparison.Ordinal));
        Assert.Equal("data: two", await second.ReadLineAsync(IsData));
        Assert.Equal("data: three", await second.ReadLineAsync(IsData));
    }

    private static bool IsData(string line) => line.StartsWith("data: ", StringComparison.Ordinal);

    private static ChildProcess Curl(params string[] arguments) => ChildProcess.Start(Tools.Curl, ["-s", "-S", .. arguments]);

    private async Task PostAsync(string session, string text)
    {
        await using var curl = Curl(
            "-f", "-H", $"MultiTransport-Session: {session}", "-H", "Content-Type: text/plain", "-d", text, $"{server.Echo}");
        Assert.True(await curl.WaitForExitAsync() == 0, curl.Printed);
    }
}
