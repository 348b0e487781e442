using System.Diagnostics;
using System.Net;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>The clients of one cell.</summary>
internal sealed class EchoRun : ILoadObserver, IDisposable
{
    private const int OpeningAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly EventLoop _loop = new();
    private readonly List<EchoLoop> _clients = [];
    private int _opened;
    private bool _isRunning;

    public long Messages { get; private set; }

    public int StaleAnswers => _clients.Sum(client => client.Client.StaleAnswers);

    public TimeSpan Waited => _loop.Waited;

    /// <summary>Opens that many clients more and waits for them.</summary>
    public void Open(Dialect dialect, IPEndPoint server, int count, bool ackEach)
    {
        var setup = new ClientSetup(_loop, server, this, new Traffic()) { AckEach = ackEach };
        var target = _clients.Count + count;
        var progress = Stopwatch.GetTimestamp();
        while (_opened < target)
        {
            while (_clients.Count < target && _clients.Count - _opened < OpeningAtOnce)
            {
                var client = dialect.Create(setup, _clients.Count);
                _clients.Add(new EchoLoop(client));
                client.Open();
            }

            var before = _opened;
            _loop.RunOnce(Step);
            progress = _opened > before ? Stopwatch.GetTimestamp() : progress;
            if (Stopwatch.GetElapsedTime(progress) > Patience)
            {
                throw new LoadException($"{dialect.Name} {dialect.Transport}: {_opened} of {target} clients opened, then none for {Patience}");
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
            _loop.RunOnce(Step);
            watch.Check();
        }

        _isRunning = false;
        while (_clients.Exists(client => client.IsBusy))
        {
            _loop.RunOnce(Step);
            watch.Check();
        }
    }

    public void Idle(TimeSpan time) => _loop.RunFor(time);

    public void Dispose() => _loop.Dispose();

    void ILoadObserver.Opened(LoadClient client) => _opened++;

    void ILoadObserver.Received(LoadClient client, ReadOnlySpan<byte> message) => GoOn(client, _clients[client.Number].Echoed(message));

    void ILoadObserver.Answered(LoadClient client, int messages) => GoOn(client, messages > 0 && _clients[client.Number].Answered());

    private void GoOn(LoadClient client, bool isDone)
    {
        if (!isDone)
        {
            return;
        }

        Messages++;
        if (_isRunning)
        {
            _clients[client.Number].SendNext();
        }
    }
}
