using System.Net;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Hosting;

[Collection(RunningServer.Name)]
public sealed class ServerTests(ServerFixture server) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = server.Url, Timeout = TestTimeouts.Shared };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Healthz_OfARunningServer_IsOk() => Assert.Equal("ok", await _client.GetStringAsync("/healthz"));

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/page/style.css", "text/css")]
    [InlineData("/page/app.js", "text/javascript")]
    public async Task Page_EveryFile_BearsTypeAndPolicy(string path, string type)
    {
        using var response = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Document_HasNoInlineScriptOrStyle()
    {
        var html = await _client.GetStringAsync("/");

        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)<script(?![^>]* src=)", html);
        Assert.DoesNotMatch("(?i)\\s(style|on[a-z]+)=", html);
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!/)", html);
    }

    [Fact]
    public async Task Start_WithUrlsOfTheEnvironment_ListensThere()
    {
        await using var other = await ServerProcess.AnnouncedAsync(ServerProcess.Launch([], ("ASPNETCORE_URLS", "http://127.0.0.1:0")));

        Assert.NotEqual(5080, other.Url.Port);
    }

    [Theory]
    [InlineData("--MultiTransport:Hold=never", "MultiTransport:Hold")]
    [InlineData("--MultiTransport:Hodl=00:00:20", "Hodl")]
    [InlineData("--MultiTransport:MaxMessageBytes=-1", "MaxMessageBytes")]
    public async Task Start_WithAnOptionThatCannotBe_SaysWhichAndEnds(string argument, string told)
    {
        await using var process = ServerProcess.Launch(["--urls", "http://127.0.0.1:0", argument]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("The configuration cannot be used", process.Printed, StringComparison.Ordinal);
        Assert.Contains(told, process.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Printed, StringComparison.Ordinal);
    }
}
