using System.Diagnostics;
using System.Net;
using MultiTransport.Benchmarks.Dialects;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>The clients of one cell.</summary>
internal sealed class EchoRun : IEchoRun, IDisposable
{
    private const int OpeningAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly EventLoop _loop = new();
    private readonly List<EchoClient> _clients = [];
    private int _opened;
    private bool _isRunning;

    public long Messages { get; private set; }

    public int StaleAnswers => _clients.Sum(client => client.StaleAnswers);

    public TimeSpan Waited => _loop.Waited;

    /// <summary>Opens that many clients more and waits for them.</summary>
    public void Open(Dialect dialect, IPEndPoint server, int count, bool ackEach)
    {
        var setup = new ClientSetup(_loop, server, this, ackEach);
        var target = _clients.Count + count;
        var progress = Stopwatch.GetTimestamp();
        while (_opened < target)
        {
            while (_clients.Count < target && _clients.Count - _opened < OpeningAtOnce)
            {
                var client = dialect.Create(setup, _clients.Count);
                _clients.Add(client);
                client.Open();
            }

            var before = _opened;
            _loop.RunOnce(100);
            progress = _opened > before ? Stopwatch.GetTimestamp() : progress;
            if (Stopwatch.GetElapsedTime(progress) > Patience)
            {
                throw new BenchmarkException($"{dialect.Name} {dialect.Transport}: {_opened} of {target} clients opened, then none for {Patience}");
            }
        }
    }

    /// <summary>Echoes on every client for that long, then waits for what is under way.</summary>
    public void Echo(TimeSpan time)
    {
        var watch = new ProgressWatch(_clients, Patience);
        var start = Stopwatch.GetTimestamp();
        _isRunning = true;
        foreach (var client in _clients)
        {
            client.SendNext();
        }

        while (Stopwatch.GetElapsedTime(start) < time)
        {
            _loop.RunOnce(100);
            watch.Check();
        }

        _isRunning = false;
        while (_clients.Exists(client => client.IsBusy))
        {
            _loop.RunOnce(100);
            watch.Check();
        }
    }

    public void Idle(TimeSpan time) => _loop.RunFor(time);

    public void Dispose() => _loop.Dispose();

    void IEchoRun.Opened() => _opened++;

    void IEchoRun.Completed(EchoClient client)
    {
        Messages++;
        if (_isRunning)
        {
            client.SendNext();
        }
    }
}
