using Microsoft.Playwright;
using MultiTransport.Server.Tests.Browser;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Clients;

/// <summary>The README's quick start: the samples that it prints, run as programs of their own.</summary>
public sealed class QuickStartTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Program_OfTenLines_TalksToTheApplication()
    {
        await using var application = await StartApplicationAsync();
        await using var program = ChildProcess.Start("dotnet", [SamplePrograms.Built("Client"), $"{application.Url}realtime"]);

        var first = await program.ReadLineAsync(_ => true);
        await program.WriteLineAsync("again");
        var second = await program.ReadLineAsync(_ => true);
        await program.WriteLineAsync("");

        Assert.StartsWith("You said: Hello (", first, StringComparison.Ordinal);
        Assert.StartsWith("You said: again (", second, StringComparison.Ordinal);
        Assert.True(await program.WaitForExitAsync() == 0, program.Printed);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OfTenLines_TalksToTheApplication()
    {
        await using var application = await StartApplicationAsync();
        await using var page = await chromium.OpenAsync(application.Url);
        var list = page.Page.GetByRole(AriaRole.List);

        await Assertions.Expect(list).ToContainTextAsync("You said: Hello (");
        await page.Page.GetByRole(AriaRole.Textbox).FillAsync("again");
        await page.Page.GetByRole(AriaRole.Button).ClickAsync();

        await Assertions.Expect(list).ToContainTextAsync("You said: again (");
        Assert.DoesNotContain(page.Complaints, static complaint => !complaint.Contains("404", StringComparison.Ordinal)); // it has no favicon
    }

    private static async Task<Application> StartApplicationAsync()
    {
        const string Announcement = "Now listening on: ";
        var process = ChildProcess.Start("dotnet", [SamplePrograms.Built("Embedded"), "--urls", "http://127.0.0.1:0", "--contentRoot", SamplePrograms.Folder("Embedded")]);
        var line = await process.ReadLineAsync(line => line.Contains(Announcement, StringComparison.Ordinal));
        return new Application(new Uri(line.Split(Announcement)[1].Trim() + "/"), process);
    }

    private sealed record Application(Uri Url, ChildProcess Process) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
