using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Peers;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>From nothing to the echo of the first message, some clients at a time; connections stay open until all are done.</summary>
internal sealed class OpeningWork : IWork, ILoadObserver
{
    private const int Clients = 1000;
    private const int AtOnce = 16;
    private const int Size = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<LoadClient> _clients = [];
    private readonly long[] _began = new long[Clients];
    private readonly byte[] _payload = Stamp.NewPayload(Size, isBinary: false);
    private Histogram _latency = new();
    private int _echoed;

    public string Name => "opening";

    public string Title => $"From connecting to the first echo, {Clients} clients, {AtOnce} at a time";

    public int Connections => Clients * 2;

    public string Chief => Figure.Cpu;

    public (Dictionary<string, double> Figures, string? Limit) Run(PeerServer server, Contestant contestant, TimeSpan time)
    {
        using var loop = new EventLoop();
        var traffic = new Traffic();
        var setup = new ClientSetup(loop, server.EndPoint, this, traffic);
        _clients.Clear();
        _latency = new Histogram();
        _echoed = 0;
        server.ReadStats(collect: true);
        var before = server.ReadStats();
        var waited = loop.Waited;
        var began = MonotonicClock.Now;
        var isComplete = loop.RunUntil(() => OpenMore(setup, contestant.Dialect), Patience);
        var busy = 1 - ((loop.Waited - waited) / MonotonicClock.Span(MonotonicClock.Now - began));
        var spent = server.ReadStats() - before;
        var count = traffic.Read();
        Farewells.Send(server.EndPoint, _clients);
        return (new Dictionary<string, double>
        {
            [Figure.Cpu] = spent.CpuMicroseconds / Clients,
            [Figure.UserCpu] = spent.UserMicroseconds / Clients,
            [Figure.Allocated] = (double)spent.AllocatedBytes / Clients,
            [Figure.Requests] = (double)count.Requests / Clients,
            [Figure.Bytes] = (double)count.Total / Clients,
            [Figure.Median] = _latency.Milliseconds(50),
            [Figure.Tail] = _latency.Milliseconds(99),
            [Figure.Busy] = busy,
        }, isComplete ? null : $"{_echoed} of {Clients} clients had their echo");
    }

    void ILoadObserver.Opened(LoadClient client) => client.Send(_payload);

    void ILoadObserver.Answered(LoadClient client, int messages)
    {
    }

    void ILoadObserver.Received(LoadClient client, ReadOnlySpan<byte> message)
    {
        _latency.Record(MonotonicClock.Now - _began[client.Number]);
        _echoed++;
    }

    private bool OpenMore(ClientSetup setup, Dialect dialect)
    {
        while (_clients.Count < Clients && _clients.Count - _echoed < AtOnce)
        {
            var client = dialect.Create(setup, _clients.Count);
            _clients.Add(client);
            _began[client.Number] = MonotonicClock.Now;
            client.Open();
        }

        return _echoed == Clients;
    }
}
