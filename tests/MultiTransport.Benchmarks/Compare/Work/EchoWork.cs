using MultiTransport.Comparison.Peers;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>Each client sends its next message when the one before has come back.</summary>
internal sealed class EchoWork(int clients) : IWork
{
    private const int Size = 64;

    public string Name => $"echo-{clients}";

    public string Title => $"Echo of {Size} bytes, {clients} {(clients == 1 ? "client" : "clients")} in a closed loop; a message is there and back";

    public int Connections => clients * 2;

    public string Chief => Figure.Cpu;

    public string[] AlsoCompared => [Figure.UserCpu];

    public (Dictionary<string, double> Figures, string? Limit) Run(PeerServer server, Contestant contestant, TimeSpan time)
    {
        using var cell = new PeerCell(server, contestant.Dialect, clients, TimeSpan.Zero, CancellationToken.None);
        cell.Saturate(0.25, Size); // connections upstream are opened by the first message
        server.ReadStats(collect: true);
        return MessageFigures.Of(cell.Saturate(time.TotalSeconds, Size));
    }
}
