using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Tests.Harness;

public sealed class DelayTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Attempts = 5; // another program of the machine may take the processor in between; the clock does not lie five times

    [Theory]
    [InlineData(Dialect.WebSocket, 20)]
    [InlineData(Dialect.Sse, 40)]
    [InlineData(Dialect.Stream, 40)]
    public void Median_AKnownDelay_ComesOutWithinAMillisecond(string transport, int milliseconds)
    {
        var found = new List<double>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var difference = Median(transport, milliseconds) - Median(transport, 0);
            found.Add(difference);
            if (Math.Abs(difference - milliseconds) <= 1)
            {
                return;
            }
        }

        Assert.Fail($"a delay of {milliseconds} ms came out as {string.Join(", ", found)} ms");
    }

    private double Median(string transport, int milliseconds)
    {
        using var relay = new Relay(fixture.Server.EndPoint, TimeSpan.FromMilliseconds(milliseconds));
        using var cell = new Cell(fixture.Server, TimeSpan.Zero, CancellationToken.None);
        cell.Open(Dialect.Of(transport, Dialect.Sdk), count: 1, setup => setup with { Path = Endpoints.Bus }, relay.EndPoint);
        var result = cell.Run(new Flow { Down = 60, PerSecond = 100 })[0];
        Assert.Equal(0, result.Faults);
        return result.Down.Milliseconds(50);
    }
}
