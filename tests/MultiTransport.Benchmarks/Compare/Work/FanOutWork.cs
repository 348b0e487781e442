using MultiTransport.Comparison.Peers;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>What is published by one POST reaches every client: at a fixed rate, where each delivery is a wake-up and a write of its own, or with several broadcasts on their way.</summary>
internal sealed class FanOutWork(int clients, bool isBatched) : IWork
{
    private const int Size = 64;
    private const double DeliveriesPerSecond = 10_000;
    private const int WarmBroadcasts = 300; // an SDK client acks the first time at 250, over a connection that it opens for it
    private const double WarmSeconds = 0.1;

    public string Name => $"{(isBatched ? "batched" : "fanout")}-{clients}";

    public string Title => isBatched
        ? $"Fan-out of {Size} bytes to {clients} clients, {PeerCell.Outstanding} broadcasts outstanding; a message is one delivery"
        : $"Fan-out of {Size} bytes to {clients} clients, {DeliveriesPerSecond:0} deliveries a second offered; a message is one delivery";

    public int Connections => clients;

    public string Chief => Figure.Cpu;

    public string[] AlsoCompared => isBatched ? [Figure.UserCpu] : [Figure.UserCpu, Figure.Tail];

    public (Dictionary<string, double> Figures, string? Limit) Run(PeerServer server, Contestant contestant, TimeSpan time)
    {
        using var cell = new PeerCell(server, contestant.Dialect, clients, TimeSpan.Zero, CancellationToken.None);
        for (var broadcasts = 0L; broadcasts < WarmBroadcasts;)
        {
            broadcasts += cell.SaturateFanOut(WarmSeconds, Size).Messages / clients;
        }

        server.ReadStats(collect: true);
        return MessageFigures.Of(isBatched
            ? cell.SaturateFanOut(time.TotalSeconds, Size)
            : cell.FanOut(DeliveriesPerSecond / clients, time.TotalSeconds, Size));
    }
}
