using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Tests.Harness;

public sealed class PacketCaptureTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [CaptureFact]
    public void Run_EveryTransport_TheServersCountAgreesWithACapture()
    {
        using var capture = new PacketCapture(fixture.Server.EndPoint.Port);
        capture.WaitUntilCapturing(() =>
        {
            using var cell = new Cell(fixture.Server, TimeSpan.Zero, CancellationToken.None);
            cell.Open(Dialect.Of(Dialect.WebSocket, Dialect.Sdk), count: 1);
        });
        var seen = (0L, 0L);
        foreach (var transport in Dialect.Transports)
        {
            using var cell = new Cell(fixture.Server, TimeSpan.Zero, CancellationToken.None);
            cell.Open(Dialect.Of(transport, Dialect.Sdk), count: 2, setup => setup with { Path = Endpoints.Bus, Headers = HeaderSet.Chromium });
            var before = capture.ReadSettled(seen);
            var wireBefore = fixture.Server.Control.ReadWire();
            cell.Run(new Flow { Down = 30, Up = 30, PerSecond = 100, Size = 200 });
            var wire = fixture.Server.Control.ReadWire();
            var captured = capture.ReadSettled(before);
            seen = captured;
            var (up, down) = (Bytes(wire, transport, isUp: true) - Bytes(wireBefore, transport, isUp: true), Bytes(wire, transport, isUp: false) - Bytes(wireBefore, transport, isUp: false));
            Assert.True(IsWithinOnePercent(up, captured.Up - before.Up), $"{transport} up: {up} counted, {captured.Up - before.Up} captured");
            Assert.True(IsWithinOnePercent(down, captured.Down - before.Down), $"{transport} down: {down} counted, {captured.Down - before.Down} captured");
        }
    }

    private static long Bytes(WireAnswer wire, string transport, bool isUp)
    {
        var usage = wire.Transports.GetValueOrDefault(transport);
        return isUp ? usage.Up.Total : usage.Down.Total;
    }

    private static bool IsWithinOnePercent(long counted, long captured) => captured > 0 && Math.Abs(counted - captured) <= captured * 0.01;
}
