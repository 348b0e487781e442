using BenchmarkDotNet.Attributes;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>A message into the log of one session and out again, and the ack that moves the window.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private const int Window = 250;

    private readonly Message _message = Message.FromText(new string('x', 64));
    private readonly SharedMessage _shared = new(Message.FromText(new string('x', 64)));
    private Session? _session;
    private Connection? _connection;

    [GlobalSetup]
    public void Open() => (_session, _connection) = new Bench(static () => new DelegateHandler(static (_, _) => ValueTask.CompletedTask)).Open();

    [Benchmark(OperationsPerInvoke = Window)]
    public void WriteReadAckEach()
    {
        for (var message = 0; message < Window; message++)
        {
            _session!.TrySend(_message);
            Bench.ReadAndAck(_session, _connection!);
        }
    }

    [Benchmark(OperationsPerInvoke = Window)]
    public void WriteReadAckAtHalfTheWindow()
    {
        for (var message = 0; message < Window; message++)
        {
            _session!.TrySend(_message);
        }

        Bench.ReadAndAck(_session!, _connection!);
    }

    [Benchmark(OperationsPerInvoke = Window)]
    public void SharedReadAckAtHalfTheWindow()
    {
        for (var message = 0; message < Window; message++)
        {
            _session!.TrySend(_shared);
        }

        Bench.ReadAndAck(_session!, _connection!);
    }
}
