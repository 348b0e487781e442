using System.Net;
using System.Text.Json;
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
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
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
    [InlineData("--MultiTransport:MaxMessageBytes=-1", "MaxMessageBytes is -1")]
    [InlineData("--MultiTransport:Transports:0=pigeon", "Transports has 'pigeon'")]
    [InlineData("--MultiTransportServer:DrainTimeout=9", "DrainTimeout is 9.00:00:00")]
    [InlineData("--MultiTransportServer:Limits:MaxSesions=9", "MaxSesions")]
    [InlineData("--MultiTransport:Rates:RequestsPerAddress=-1", "RequestsPerAddress is -1; accepted is 0 to 1000000")]
    [InlineData("--MultiTransport:Rates:PerAddress=1", "PerAddress")]
    [InlineData("--MultiTransport:MaxSessions=0", "MaxSessions is 0")]
    [InlineData("--MultiTransportServer:Limits:MaxPendingAttachesPerAddress=0", "MaxPendingAttachesPerAddress is 0")]
    [InlineData("--MultiTransportServer:MaxSweepDelay=0", "MaxSweepDelay is 00:00:00")]
    [InlineData("--MultiTransportServer:Networks:MaxNetworks=0", "MaxNetworks is 0")]
    [InlineData("--MultiTransportServer:Networks:Learn=perhaps", "Networks:Learn")]
    public async Task Start_WithAnOptionThatCannotBe_SaysWhichAndEnds(string argument, string told)
    {
        await using var process = ServerProcess.Launch(["--urls", "http://127.0.0.1:0", argument]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.DoesNotContain("Unhandled", process.Printed, StringComparison.Ordinal);
        Assert.Contains("The server cannot start: ", process.Printed, StringComparison.Ordinal);
        Assert.Contains(told, process.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AtAnAddressThatIsTaken_SaysSoAndEnds()
    {
        await using var process = ServerProcess.Launch(["--urls", server.Url.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("address already in use", process.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithSomeTransports_OffersOnlyThose()
    {
        await using var some = await ServerProcess.StartAsync("--MultiTransport:Transports:0=longpoll");

        using var answer = await _client.PostAsync(new Uri($"{some.Echo}/negotiate"), null);

        Assert.Contains("\"longpoll\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"websocket\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithLimitsAndForwardedHeaders_CountsTheAddressesBehindTheProxy()
    {
        await using var limited = await ServerProcess.StartAsync(
            "--MultiTransportServer:Limits:MaxSessionsPerAddress=1", "--ForwardedHeaders_Enabled=true");
        var answers = new List<(HttpStatusCode, bool)>();
        foreach (var address in new[] { "10.1.1.1", "10.1.1.1", "10.1.1.2", "2001:db8::1", "2001:db8::ffff:2" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{limited.Echo}?wait=0") { Headers = { { "X-Forwarded-For", address } } };
            using var answer = await _client.SendAsync(request);
            answers.Add((answer.StatusCode, answer.Headers.RetryAfter is not null));
        }

        Assert.Equal(
            [(HttpStatusCode.OK, false), (HttpStatusCode.ServiceUnavailable, true), (HttpStatusCode.OK, false), (HttpStatusCode.OK, false), (HttpStatusCode.ServiceUnavailable, true)],
            answers);
    }

    [Fact]
    public async Task Networks_ToThisMachine_TellsWhatWasLearnt()
    {
        await using var own = await ServerProcess.StartAsync(); // what other tests' clients met would be told too
        using var opened = await _client.PostAsync(new Uri($"{own.Echo}/negotiate"), null);
        var session = NegotiateAnswer.Parse(await opened.Content.ReadAsByteArrayAsync());
        var attach = new WireAttach(WireAttachMode.Send, session.Id, session.Secret, new byte[8], 1, 0, 0, 0, 0);
        using var body = new ByteArrayContent(WireFrame.Join(attach.ToFrame(), WireFrame.Of(0x80, [0, 0, .. "websocket refused"u8])));
        using var sent = await _client.PostAsync(new Uri($"{own.Echo}/send"), body);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);

        var networks = JsonDocument.Parse(await _client.GetStringAsync(new Uri(own.Url, "networks"))).RootElement;

        Assert.Contains(networks.GetProperty("networks").EnumerateArray(), network =>
            network.GetProperty("prefix").GetString() == "loopback"
            && network.GetProperty("transports").EnumerateArray().Any(one => one.GetProperty("transport").GetString() == "websocket" && one.GetProperty("reason").GetString() == "refused"));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Networks_ToAnybodyElse_TellsNothing(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/networks");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("prefix", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
