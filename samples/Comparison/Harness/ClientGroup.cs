using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>The clients of one dialect in a cell, and what they received.</summary>
internal sealed class ClientGroup : ILoadObserver
{
    private const int OpeningAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<LoadClient> _clients = [];
    private readonly List<long> _lastNumbers = [];
    private readonly Dialect _dialect;
    private readonly ClientSetup _setup;
    private readonly long _offset;
    private int _opened;

    /// <param name="loop">The loop that serves them.</param>
    /// <param name="dialect">What they speak.</param>
    /// <param name="server">Where they connect to.</param>
    /// <param name="offset">The server's clock minus ours, in nanoseconds.</param>
    /// <param name="configure">Changes the setup.</param>
    public ClientGroup(EventLoop loop, Dialect dialect, System.Net.IPEndPoint server, long offset, Func<ClientSetup, ClientSetup>? configure = null)
    {
        _dialect = dialect;
        _offset = offset;
        var setup = new ClientSetup(loop, server, this, Traffic);
        _setup = configure?.Invoke(setup) ?? setup;
    }

    public Dialect Dialect => _dialect;

    public Traffic Traffic { get; } = new();

    /// <summary>Whether each message up is answered; where connections are cut, an answer may be lost and its messages be known all the same.</summary>
    public bool IsAnswered => !_setup.Resumes && _clients[0].UpstreamIsAnswered;

    public IReadOnlyList<LoadClient> Clients => _clients;

    /// <summary>From the instant at which the server meant to publish to the client.</summary>
    public Histogram Latency { get; private set; } = new();

    public long Received { get; private set; }

    /// <summary>Bytes of payload received.</summary>
    public long ReceivedBytes { get; private set; }

    public long Answered { get; private set; }

    /// <summary>Numbers that were left out, and numbers that came again.</summary>
    public long Missed { get; private set; }

    public long Doubled { get; private set; }

    /// <summary>Times below nothing: a clock went back, or an offset is wrong.</summary>
    public long BeforeSent { get; private set; }

    /// <summary>When the last message came.</summary>
    public long LastAt { get; private set; }

    /// <summary>The longest time between two messages that followed one another.</summary>
    public long LongestGap { get; private set; }

    /// <summary>Also told of every message.</summary>
    public Action<LoadClient, long>? OnNumbered { get; set; }

    public void Open(int count)
    {
        var target = _clients.Count + count;
        var progress = MonotonicClock.Now;
        while (_opened < target)
        {
            while (_clients.Count < target && _clients.Count - _opened < OpeningAtOnce)
            {
                var client = _dialect.Create(_setup, _clients.Count);
                _clients.Add(client);
                _lastNumbers.Add(0);
                client.Open();
            }

            var before = _opened;
            _setup.Loop.RunOnce(TimeSpan.FromMilliseconds(50));
            progress = _opened > before ? MonotonicClock.Now : progress;
            if (MonotonicClock.Now - progress > MonotonicClock.Of(Patience))
            {
                throw new LoadException($"{_dialect.Name} {_dialect.Transport}: {_opened} of {target} clients opened, then none for {Patience.TotalSeconds} s.");
            }
        }
    }

    /// <summary>Forgets what was received; numbers begin anew.</summary>
    public void Reset()
    {
        Latency = new Histogram();
        Received = ReceivedBytes = Answered = Missed = Doubled = BeforeSent = LongestGap = 0;
        for (var index = 0; index < _lastNumbers.Count; index++)
        {
            _lastNumbers[index] = 0;
        }
    }

    void ILoadObserver.Opened(LoadClient client) => _opened++;

    void ILoadObserver.Answered(LoadClient client, int messages) => Answered += messages;

    void ILoadObserver.Received(LoadClient client, ReadOnlySpan<byte> message)
    {
        var now = MonotonicClock.Now;
        LongestGap = Received > 0 ? Math.Max(LongestGap, now - LastAt) : 0;
        LastAt = now;
        Received++;
        ReceivedBytes += message.Length;
        if (!Stamp.TryRead(message, out var sent, out var number))
        {
            return;
        }

        var age = LastAt + _offset - sent;
        BeforeSent += age < 0 ? 1 : 0;
        Latency.Record(age);
        var last = _lastNumbers[client.Number];
        Missed += Math.Max(0, number - last - 1);
        Doubled += number <= last ? 1 : 0;
        _lastNumbers[client.Number] = Math.Max(last, number);
        OnNumbered?.Invoke(client, number);
    }
}
