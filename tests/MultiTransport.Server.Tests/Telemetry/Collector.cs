using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Telemetry;

/// <summary>What a collector of OpenTelemetry is to those who send: takes protobuf by POST, and says that it did.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<ProtoMessage> _traces = new();
    private readonly ConcurrentQueue<ProtoMessage> _metrics = new();
    private readonly SemaphoreSlim _came = new(0);
    private TestHost? _host;

    public Uri Url => new($"http://127.0.0.1:{_host!.Port}");

    /// <summary>Spans by field: ResourceSpans 1, ScopeSpans 2, Span 2.</summary>
    public IEnumerable<ProtoMessage> Spans => _traces.SelectMany(static request => request.All(1)).SelectMany(static one => one.All(2)).SelectMany(static one => one.All(2));

    /// <summary>The same of metrics: ResourceMetrics 1, ScopeMetrics 2, Metric 2.</summary>
    public IEnumerable<string> MetricNames =>
        _metrics.SelectMany(static request => request.All(1)).SelectMany(static one => one.All(2)).SelectMany(static one => one.All(2)).Select(static metric => metric.Text(1)).Distinct();

    /// <summary>Attributes of the resources: Resource 1, KeyValue 1.</summary>
    public IEnumerable<(string Key, string Value)> Resources =>
        _traces.Concat(_metrics).SelectMany(static request => request.All(1)).SelectMany(static one => one.All(1)).SelectMany(static one => one.All(1)).Select(Attribute).Distinct();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector._host = await TestHost.StartAsync(static _ => { }, app =>
        {
            app.MapPost("/v1/traces", (HttpContext context) => collector.TakeAsync(context, collector._traces));
            app.MapPost("/v1/metrics", (HttpContext context) => collector.TakeAsync(context, collector._metrics));
        });
        return collector;
    }

    /// <summary>Completes when what came suffices.</summary>
    public async Task UntilAsync(Func<Collector, bool> suffices)
    {
        while (!suffices(this))
        {
            Assert.True(await _came.WaitAsync(TestTimeouts.Shared), $"There came only {string.Join(", ", MetricNames)} and {Spans.Count()} spans.");
        }
    }

    /// <summary>Attributes of a span.</summary>
    public static IReadOnlyDictionary<string, string> Attributes(ProtoMessage span) => span.All(9).Select(Attribute).ToDictionary(static one => one.Key, static one => one.Value);

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? default;

    private static (string Key, string Value) Attribute(ProtoMessage pair) => (pair.Text(1), pair.All(2).Single() is var value && value.Has(1) ? value.Text(1) : "");

    private async Task TakeAsync(HttpContext context, ConcurrentQueue<ProtoMessage> into)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        into.Enqueue(new ProtoMessage(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
        _came.Release();
    }
}
