using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Tests.Harness;

public sealed class DialectTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string, string> Ours
    {
        get
        {
            var ours = new TheoryData<string, string>();
            foreach (var dialect in Dialect.All.Where(dialect => dialect.Name is Dialect.Sdk or Dialect.Native))
            {
                ours.Add(dialect.Transport, dialect.Name);
            }

            return ours;
        }
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Run_BothWaysAtOnce_NothingIsLostOrDoubled(string transport, string name)
    {
        using var cell = Open(transport, name, Endpoints.Bus);
        var result = cell.Run(new Flow { Down = 30, Up = 30, PerSecond = 300 })[0];
        Assert.Equal(0, result.Faults);
        Assert.Equal(120, result.Messages);
        Assert.Equal(60, result.Down.Count);
    }

    [Theory]
    [InlineData(Dialect.Sdk, 0)]
    [InlineData(Dialect.Sdk, 126)]
    [InlineData(Dialect.Sdk, 70_000)]
    [InlineData(Dialect.Sdk, 300_000)]
    [InlineData(Dialect.Native, 70_000)]
    public void Run_AnySize_ArrivesWholeOnEveryTransport(string name, int size)
    {
        foreach (var transport in Dialect.Transports)
        {
            using var cell = Open(transport, name, Endpoints.Big);
            var result = cell.Run(new Flow { Down = 3, PerSecond = 100, Size = size, IsBinary = size > 200_000 })[0];
            Assert.Equal((transport, 0, 6L * size), (transport, result.Faults, result.PayloadDown));
        }
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Run_AnyDialect_GeneratorAndServerCountTheSameBytes(string transport, string name)
    {
        using var cell = Open(transport, name, Endpoints.Bus);
        var result = cell.Run(new Flow { Down = 10, Up = 10, PerSecond = 50 })[0];
        Assert.NotNull(result.Wire);
        var underWay = transport is Dialect.ShortPoll ? 2 * result.Traffic.Total / result.Traffic.Requests : 0; // polls that one end had counted and the other had not yet
        Assert.InRange(result.Wire.Value.Total, (result.Traffic.Total * 0.99) - underWay, (result.Traffic.Total * 1.01) + underWay);
    }

    [Theory]
    [InlineData(Dialect.WebSocket)]
    [InlineData(Dialect.Sse)]
    [InlineData(Dialect.Stream)]
    [InlineData(Dialect.LongPoll)]
    [InlineData(Dialect.ShortPoll)]
    public void Run_CutAgainAndAgain_NothingIsLostOrDoubled(string transport)
    {
        using var relay = new Relay(fixture.Server.EndPoint, TimeSpan.Zero);
        using var cell = new Cell(fixture.Server, TimeSpan.Zero, CancellationToken.None);
        var group = cell.Open(
            Dialect.Of(transport, Dialect.Sdk), count: 1, setup => setup with { Path = Endpoints.Bus, Resumes = true, PollInterval = TimeSpan.FromMilliseconds(50) }, relay.EndPoint);
        for (var number = 1; number <= 4; number++)
        {
            cell.Loop.After(TimeSpan.FromMilliseconds(130 * number), relay.Cut);
        }

        var result = cell.Run(new Flow { Down = 200, Up = 200, PerSecond = 300, Patience = TimeSpan.FromSeconds(30) })[0];
        Assert.Equal("", result.FaultText);
        Assert.True(group.Clients[0].Resumptions > 0 || transport is Dialect.ShortPoll, "nothing was cut");
    }

    private Cell Open(string transport, string name, string path)
    {
        var cell = new Cell(fixture.Server, TimeSpan.Zero, CancellationToken.None);
        cell.Open(Dialect.Of(transport, name), count: 2, setup => setup with { Path = path, PollInterval = TimeSpan.FromMilliseconds(20), Headers = HeaderSet.Chromium });
        return cell;
    }
}
