using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Telemetry;

public sealed class OtlpTests
{
    [Fact]
    public async Task Otlp_WithACollector_GetsMetricsAndTheLifeOfASession()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.StartAsync($"--Telemetry:Otlp:Endpoint={collector.Url}", "--Telemetry:Otlp:Interval=00:00:01");
        using var client = new HttpClient { Timeout = TestTimeouts.Shared };
        var opened = await client.GetStringAsync(new Uri(server.Echo, "?wait=0"));
        var id = System.Text.Json.JsonDocument.Parse(opened).RootElement.GetProperty("session").GetString()!.Split('.')[0];

        await collector.UntilAsync(static one => one.MetricNames.Contains("multitransport.server.active_sessions") && one.MetricNames.Contains("dotnet.gc.collections"));
        Assert.Equal(0, await server.StopAsync());
        await collector.UntilAsync(static one => one.Spans.Any(static span => span.Text(5) == "multitransport.session.close"));

        var life = collector.Spans.Where(span => Collector.Attributes(span).GetValueOrDefault("session.id") == id).ToArray();
        Assert.Equal(["multitransport.connection", "multitransport.session.close", "multitransport.session.open"], life.Select(static span => span.Text(5)).Order());
        Assert.Single(life.Select(static span => Convert.ToHexString(span.Raw(1))).Distinct()); // one trace
        Assert.Contains(life, static span => Collector.Attributes(span).GetValueOrDefault("multitransport.close_reason") == "going-away");
        Assert.Contains(("service.name", "multitransport"), collector.Resources);
    }

    [Fact]
    public async Task Otlp_ByItsOwnVariables_IsSentThere()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.AnnouncedAsync(ServerProcess.Launch(
            ["--urls", "http://127.0.0.1:0", "--Telemetry:Otlp:Interval=00:00:01"], ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()), ("OTEL_SERVICE_NAME", "chat")));

        await collector.UntilAsync(static one => one.MetricNames.Contains("dotnet.gc.collections"));

        Assert.Contains(("service.name", "chat"), collector.Resources);
    }
}
