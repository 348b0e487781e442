using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MultiTransport.AspNetCore.Tests.Topics;

namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class MultiTransportMetricsTests
{
    [Theory]
    [InlineData("websocket", "web_sockets")]
    [InlineData("sse", "server_sent_events")]
    [InlineData("stream", "http_streaming")]
    [InlineData("longpoll", "long_polling")]
    [InlineData("shortpoll", "short_polling")]
    public void TagOf_EveryTransport_IsOpenTelemetrysName(string transport, string expected) => Assert.Equal(expected, MultiTransportMetrics.TagOf(transport));

    [Fact]
    public async Task TagOf_TheTransportsThereAre_IsNeverTheirOwnName()
    {
        await using var edge = await Edge.StartAsync();

        Assert.All(edge.Host.Services.GetServices<ITransport>(), transport => Assert.NotEqual(transport.Name, MultiTransportMetrics.TagOf(transport.Name)));
    }

    [Fact]
    public async Task Instruments_CountWhatHappens()
    {
        await using var edge = await Edge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        var client = await edge.OpenAsync();
        Assert.Equal(1, metrics.Sum("multitransport.server.active_sessions"));

        await using (var socket = await client.AttachedSocketAsync(client.Take()))
        {
            Assert.Equal(1, metrics.Sum("multitransport.server.active_connections", "web_sockets"));
            await using var candidate = await client.HoldAsync("sse", client.Attach(WireAttachMode.Probe));
            Assert.Equal(1, metrics.Sum("multitransport.server.active_connections", "server_sent_events"));
            await client.SendAsync(0, new WirePromote(candidate.Attached!.Connection, 0, 0).ToFrame(), WireFrame.Text("throw"));
            await socket.CloseAsync();
            await socket.Raw.SendCloseAsync(4100);
            await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "websocket"));
            Assert.Equal(1, metrics.Sum("multitransport.server.promotions", "server_sent_events"));
            Assert.Equal(1, metrics.Sum("multitransport.server.handler.failures"));
            edge.Sessions.Kick(client.Session!.Id);
            await candidate.CloseAsync();
        }

        await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "sse"));
        Assert.Equal(0, metrics.Sum("multitransport.server.active_sessions"));
        Assert.Equal(0, metrics.Sum("multitransport.server.active_connections"));
        Assert.Equal(["kicked"], metrics.Reasons("multitransport.server.session.duration"));
        Assert.Contains("superseded", metrics.Reasons("multitransport.server.connection.duration", "web_sockets"));
        Assert.Contains("kicked", metrics.Reasons("multitransport.server.connection.duration", "server_sent_events"));
    }

    [Fact]
    public async Task Instruments_CountWhatAnOverrunDrops()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        var client = await edge.OpenAsync();

        await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Text("2"), WireFrame.Text("3"), WireFrame.Text("4"));

        Assert.Equal(2, metrics.Sum("multitransport.server.dropped.messages"));
    }

    [Fact]
    public async Task Instruments_CountNegotiationsByTheirErrorAndBufferedBytes()
    {
        await using var edge = await Edge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        var client = await edge.OpenAsync();
        await edge.NegotiateAsync(new Wish { Transports = ["pigeon"] });
        Assert.True(client.Session!.TrySend(Message.FromBinary(new byte[1_000])));

        Assert.Equal(["", "transports-none"], metrics.Reasons("multitransport.server.negotiations"));
        metrics.Collect();
        Assert.InRange(metrics.Sum("multitransport.server.buffered"), 1_000, 100_000);
        Assert.Equal(new ServerLimits().ByteBudget, metrics.Sum("multitransport.server.buffered.limit"));
    }

    [Fact]
    public async Task Instruments_CountTopics()
    {
        await using var edge = await TopicEdge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        await using (var lines = await edge.HoldAsync("application/x-ndjson", "?topic=news&topic=chat:1"))
        {
            await lines.LineAsync();
            await lines.LineAsync();
            await lines.LineAsync();
            await edge.PublishAsync("news", "1", "2", "3");
            await edge.PublishAsync("chat:2", "nobody is here");
            await lines.LineAsync();
            await lines.LineAsync();
            await lines.LineAsync();
        }

        metrics.Collect();

        Assert.Equal((3, 2), (metrics.Sum("multitransport.server.topics"), metrics.Sum("multitransport.server.topic.subscriptions")));
        Assert.Equal((4, 3), (metrics.Sum("multitransport.server.topic.published.messages"), metrics.Sum("multitransport.server.topic.delivered.messages")));
        Assert.Equal(0, metrics.Sum("multitransport.server.topic.gaps"));
    }

    [Fact]
    public async Task Instruments_CountWhatClientsReportAndTheNetworksOfThat()
    {
        await using var edge = await Edge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        var client = await edge.OpenAsync();

        await client.SendAsync(0, WireFrame.Of(0x80, [0, 0, .. "sse held"u8]), WireFrame.Of(0x80, [0, 0, .. "pigeon held"u8]), WireFrame.Of(0x80, 7));

        Assert.Equal(["held"], metrics.Reasons("multitransport.server.network.reports", "server_sent_events"));
        metrics.Collect();
        Assert.Equal(1, metrics.Sum("multitransport.server.networks"));
    }

    [Theory]
    [InlineData(20_000, "long_polling")]
    [InlineData(0, "short_polling")]
    public async Task Polls_AreLongOrShortByTheirHold(int hold, string tag)
    {
        await using var edge = await Edge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());
        var client = await edge.OpenAsync();

        await client.PostAsync("poll", client.Take(hold: hold), WireFrame.Text("Hi"));

        await edge.WhenLoggedAsync(1004); // it is detached after its answer went out
        Assert.Single(metrics.Reasons("multitransport.server.connection.duration", tag));
    }

    [Theory]
    [InlineData("text/event-stream", "server_sent_events")]
    [InlineData("application/x-ndjson", "http_streaming")]
    public async Task NativeResponses_CountAsTheirTransport(string accept, string tag)
    {
        await using var edge = await Edge.StartAsync();
        using var metrics = new Measurements(edge.Host.Services.GetRequiredService<IMeterFactory>());

        await using var held = await edge.HoldAsync(accept);

        Assert.Equal(1, metrics.Sum("multitransport.server.active_connections", tag));
    }

    /// <summary>What the meter of one host measured.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, double Value, string? Transport, string? Reason)> _all = new();
        private readonly MeterListener _listener = new();

        public Measurements(IMeterFactory factory)
        {
            var meter = factory.Create("MultiTransport");
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.Start();
        }

        public void Collect() => _listener.RecordObservableInstruments();

        public double Sum(string name, string? transport = null) =>
            _all.Where(one => one.Name == name && (transport is null || one.Transport == transport)).Sum(one => one.Value);

        public string[] Reasons(string name, string? transport = null) =>
            [.. _all.Where(one => one.Name == name && (transport is null || one.Transport == transport)).Select(one => one.Reason ?? "")];

        public void Dispose() => _listener.Dispose();

        private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? transport = null, reason = null;
            foreach (var (key, tag) in tags)
            {
                (transport, reason) = key switch
                {
                    "multitransport.transport" => (tag as string, reason),
                    "multitransport.close_reason" or "multitransport.network.reason" or "error.type" => (transport, tag as string),
                    _ => throw new InvalidOperationException($"an unexpected tag: {key}"),
                };
            }

            _all.Enqueue((instrument.Name, value, transport, reason));
        }
    }
}
