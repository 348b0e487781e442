using System.Diagnostics.Metrics;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class WireMeterTests
{
    [Fact]
    public async Task OfSession_AfterItsEnd_IsThereForAMinuteAndThenInTheSums()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take(), WireFrame.Text("mute")));
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.Edge.Sessions.Kick(client.Session!.Id);
        var rows = wire.Rows(client);
        Assert.Equal(["negotiate", "shortpoll"], rows.Keys);
        wire.Edge.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(rows, wire.Rows(client));
        wire.Edge.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(wire.Rows(client));
        Assert.Equal(rows, wire.Meter.ByTransport());
    }

    [Fact]
    public async Task Instrument_HasTheSumsByTransportAndDirection()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take()));
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        var read = new List<(long Bytes, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, publisher) =>
        {
            if (instrument.Meter.Scope == wire.Edge.Host.Services.GetRequiredService<IMeterFactory>() && instrument.Name == "multitransport.server.io")
            {
                publisher.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, bytes, tags, _) => read.Add((bytes, string.Join(' ', tags.ToArray().Select(static tag => tag.Value)))));
        listener.Start();
        listener.RecordObservableInstruments();
        var rows = wire.Rows(client);
        Assert.Equal(
            [
                (rows["negotiate"].Up.Total, "negotiate receive"), (rows["negotiate"].Down.Total, "negotiate transmit"),
                (rows["shortpoll"].Up.Total, "short_polling receive"), (rows["shortpoll"].Down.Total, "short_polling transmit"),
            ],
            read);
    }

    [Fact]
    public async Task Endpoint_WithoutAccounting_IsNotCounted()
    {
        await using var wire = await WireEdge.StartAsync();
        var client = await wire.Edge.OpenAsync();
        await client.PollAsync();
        Assert.True(wire.Meter.IsOn);
        Assert.Empty(wire.Rows(client));
        Assert.Empty(wire.Meter.Connections());
    }

    [Fact]
    public async Task Meter_WithoutAnyEndpointThatCounts_IsOff()
    {
        await using var edge = await Edge.StartAsync();
        await (await edge.OpenAsync()).PollAsync();
        var meter = edge.Host.Services.GetRequiredService<IWireMeter>();
        Assert.False(meter.IsOn);
        Assert.Empty(meter.ByTransport());
    }

    [Fact]
    public async Task Read_WhileConnectionsRun_NeverGoesBack()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            long last = 0;
            while (!done.IsCancellationRequested)
            {
                var total = wire.Rows(client).Values.Sum(static row => row.Down.Total);
                Assert.InRange(total, last, long.MaxValue);
                last = total;
            }

            return last;
        });
        for (var i = 0; i < 200; i++)
        {
            await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take(received: i, upstream: i), WireFrame.Text($"{i}")));
        }

        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        await done.CancelAsync();
        Assert.InRange(await reading, 1, wire.Relay.Down);
        wire.IsExact();
    }
}
