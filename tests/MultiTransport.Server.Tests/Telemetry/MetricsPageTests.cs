using System.Net;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Telemetry;

[Collection(CommandServer.Name)]
public sealed class MetricsPageTests(ServerFixture server) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = server.Url, Timeout = TestTimeouts.Shared };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Metrics_OfARunningServer_TellWhatItDoes()
    {
        using var opened = await _client.PostAsync("/echo/negotiate", null);

        using var answer = await _client.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var read = Exposition.Parse(await answer.Content.ReadAsStringAsync());
        Assert.InRange(read.Value("multitransport_server_active_sessions"), 1, double.MaxValue);
        Assert.Equal("Sessions that are open.", read.Help["multitransport_server_active_sessions"]);
        Assert.Contains("kestrel_active_connections", read.Types.Keys);
        Assert.Contains("dotnet_gc_collections_total", read.Types.Keys);
        Assert.Contains(read.Samples, sample => sample.Name == "http_server_request_duration_seconds_count" && sample.Labels.GetValueOrDefault("http_route") == "/echo/negotiate");
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task Metrics_ToAnybodyElse_TellNothing(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var told = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Telemetry:Prometheus:Access", told, StringComparison.Ordinal);
        Assert.DoesNotContain("# TYPE", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Anyone", HttpStatusCode.OK)]
    [InlineData("Nobody", HttpStatusCode.NotFound)]
    public async Task Metrics_WithAnotherAccess_AreForThose(string access, HttpStatusCode expected)
    {
        await using var other = await ServerProcess.StartAsync($"--Telemetry:Prometheus:Access={access}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(other.Url, "/metrics"));
        request.Headers.Host = "metrics.example";

        using var answer = await _client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("--Telemetry:Prometheus:Access=Everyone", "Telemetry:Prometheus:Access")]
    [InlineData("--Telemetry:Otlp:Endpoint=localhost:4318", "Telemetry:Otlp:Endpoint is 'localhost:4318'; accepted is http://HOST:PORT")]
    [InlineData("--Telemetry:Otlp:Interval=00:00:00.1", "Telemetry:Otlp:Interval is 00:00:00.1000000; accepted is 00:00:01 to 01:00:00")]
    [InlineData("--Telemetry:Otlp:Endpiont=http://127.0.0.1:1", "Endpiont")]
    public async Task Start_WithTelemetryThatCannotBe_SaysWhichAndEnds(string argument, string told)
    {
        await using var process = ServerProcess.Launch(["--urls", "http://127.0.0.1:0", argument]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains($"The server cannot start: ", process.Printed, StringComparison.Ordinal);
        Assert.Contains(told, process.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Printed, StringComparison.Ordinal);
    }
}
