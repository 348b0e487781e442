using System.Text.Json;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>
/// The lab's page and the command line (<c>samples/Comparison</c>) count the same bytes for the same messages. They differ where the browser writes other request
/// heads than those that the command line has of it, and by the pings and acknowledgements of a session that lives longer.
/// </summary>
[Collection(QuietServer.Name)]
public sealed class LabAgreementTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    private const int Size = 16;
    private const int Tries = 3;
    private static readonly string[] Held = ["websocket", "sse", "stream"];

    // Ten messages a second, so that nothing joins another one; four seconds, since after five a session acknowledges by itself.
    private const string Settings = "#rate=10&for=4&poll=100";

    /// <summary>Bytes a message: some pings of a socket, and events that share a chunk on a machine that was busy.</summary>
    private const double Slack = 0.5;

    [ToolFact(Tools.Chromium)]
    public async Task Bytes_OfTheSameMessages_AreThoseOfTheCommandLine()
    {
        var (line, page) = (await CommandLineAsync(), await PageAsync());
        for (var tries = 1; tries < Tries && IsJoined(line, page); tries++)
        {
            (line, page) = (await CommandLineAsync(), await PageAsync());
        }

        foreach (var held in Held)
        {
            Assert.Equal(Size, page[held].Payload);
            Assert.Equal(line[held].Down, page[held].Down, Slack);
            Assert.Equal(line[held].Up, page[held].Up, Slack);
            Assert.Equal(line[held].Framing, page[held].Framing, Slack);
            Assert.Equal((0, 0), (line[held].Requests, page[held].Requests));
        }

        // A poll costs the same whoever asks. How many there are for a message is another question: two messages may share one, and some bring none.
        foreach (var poll in (string[])["longpoll", "shortpoll"])
        {
            var (ours, theirs) = (page[poll], line[poll]);
            Assert.Equal(Size, ours.Payload);
            Assert.Equal(theirs.Framing / theirs.Requests, ours.Framing / ours.Requests, 4.0); // numbers of one byte or two, polls that bring nothing
            var heads = (ours.Headers / ours.Requests) - (theirs.Headers / theirs.Requests);
            Assert.Equal(heads, (ours.Up / ours.Requests) - (theirs.Up / theirs.Requests), 4.0); // so the answers' heads are alike
            Assert.InRange(Math.Abs(heads), 0, 100);
        }

        Assert.InRange(page["longpoll"].Requests, 0.8, 1.2);
    }

    private static async Task<Dictionary<string, Bytes>> CommandLineAsync()
    {
        var folder = Directory.CreateTempSubdirectory("multitransport-agreement-");
        try
        {
            var report = Path.Combine(folder.FullName, "report.json");
            await using var comparison = ChildProcess.Start(
                "dotnet",
                [SamplePrograms.Built("Comparison"), "-s", "overhead", "-r", "10", "-d", "4", "--size", $"{Size}", "--headers", "chromium", "--cookies", "0", "--unpinned", "--json", report, "--html", Path.Combine(folder.FullName, "report.html")]);
            Assert.True(await comparison.WaitForExitAsync() == 0, comparison.Printed);
            using var told = JsonDocument.Parse(await File.ReadAllBytesAsync(report));
            return told.RootElement.GetProperty("scenarios")[0].GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("subject").GetString()!, row =>
            {
                var figures = row.GetProperty("figures").EnumerateArray().ToDictionary(figure => figure.GetProperty("name").GetString()!, figure => figure.GetProperty("rounds")[0].GetDouble());
                return new Bytes(figures["bytes up"], figures["bytes down"], figures["headers"], figures["framing"], figures["payload"], figures["requests"]);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<Dictionary<string, Bytes>> PageAsync()
    {
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "lab/" + Settings), new BrowserNewContextOptions { Locale = "en-US" });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveAttributeAsync("data-state", "done");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = "Download JSON" }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var told = await JsonDocument.ParseAsync(content);
        return told.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(one => one.GetProperty("transport").GetString()!, one =>
        {
            double Of(string name) => one.GetProperty("bytes").GetProperty(name).GetDouble();
            return new Bytes(Of("up"), Of("down"), Of("headers"), Of("framing"), Of("payload"), one.GetProperty("requests").GetDouble());
        });
    }

    /// <summary>A machine that was busy lets messages wait for one another, and they share a frame, an event or a poll: that says nothing of how bytes are counted.</summary>
    private static bool IsJoined(Dictionary<string, Bytes> line, Dictionary<string, Bytes> page) =>
        Held.Any(held => Math.Abs(line[held].Down - page[held].Down) > Slack || Math.Abs(line[held].Up - page[held].Up) > Slack) || page["longpoll"].Requests is < 0.8 or > 1.2;

    /// <summary>For a message.</summary>
    private sealed record Bytes(double Up, double Down, double Headers, double Framing, double Payload, double Requests);
}
