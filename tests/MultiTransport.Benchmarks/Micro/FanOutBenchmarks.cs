using BenchmarkDotNet.Attributes;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>One message into the logs of all sessions and out again; a delivery is the unit.</summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private const int Sessions = 1000;

    private readonly (Session Session, Connection Connection)[] _sessions = new (Session, Connection)[Sessions];
    private readonly Message _message = Message.FromText(new string('x', 64));

    [GlobalSetup]
    public void Open()
    {
        var bench = new Bench(static () => new DelegateHandler(static (_, _) => ValueTask.CompletedTask));
        for (var index = 0; index < Sessions; index++)
        {
            _sessions[index] = bench.Open();
        }
    }

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void PublishReadAck()
    {
        var shared = new SharedMessage(_message);
        foreach (var (session, _) in _sessions)
        {
            session.TrySend(shared);
        }

        foreach (var (session, connection) in _sessions)
        {
            Bench.ReadAndAck(session, connection);
        }
    }
}
