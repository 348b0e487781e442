using System.Net.Sockets;

namespace MultiTransport.Load;

/// <summary>One thread that serves every connection and timer of a cell.</summary>
internal sealed class EventLoop : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly List<ClientSocket> _connections = [];
    private readonly PriorityQueue<Action, long> _timers = new();

    public int Connections => _connections.Count;

    /// <summary>Time spent with nothing to do: what is left of a second is how busy the generator was.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Makes the generator slow on purpose, by that much for each event: a run must notice and say so.</summary>
    public TimeSpan Drag { get; init; }

    public int Add(ClientSocket connection, Socket socket)
    {
        _epoll.Add(socket, _connections.Count);
        _connections.Add(connection);
        return _connections.Count - 1;
    }

    public void AskForRoom(Socket socket, int token, bool asks) => _epoll.AskForRoom(socket, token, asks);

    /// <summary>Calls <paramref name="action"/> on the loop's thread at that time of <see cref="MonotonicClock"/>, or as soon after as it can.</summary>
    public void At(long nanoseconds, Action action) => _timers.Enqueue(action, nanoseconds);

    public void After(TimeSpan time, Action action) => At(MonotonicClock.Now + MonotonicClock.Of(time), action);

    public void RunOnce(TimeSpan longest)
    {
        var before = MonotonicClock.Now;
        if (_timers.TryPeek(out _, out var next))
        {
            longest = TimeSpan.FromTicks(Math.Clamp((next - before + 99) / 100, 0, longest.Ticks));
        }

        var ready = _epoll.Wait(longest);
        Waited += MonotonicClock.Span(MonotonicClock.Now - before);
        for (var index = 0; index < ready; index++)
        {
            _connections[_epoll.Token(index)].OnReady(_epoll.HasRoom(index));
            Slow();
        }

        while (_timers.TryPeek(out var action, out var due) && due <= MonotonicClock.Now)
        {
            _timers.Dequeue();
            action();
            Slow();
        }
    }

    public void RunFor(TimeSpan time)
    {
        var end = MonotonicClock.Now + MonotonicClock.Of(time);
        while (end - MonotonicClock.Now is var left && left > 0)
        {
            RunOnce(MonotonicClock.Span(left));
        }
    }

    /// <summary>Runs until the condition holds; false where that took longer than <paramref name="limit"/>.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = MonotonicClock.Now + MonotonicClock.Of(limit);
        while (!condition())
        {
            if (MonotonicClock.Now >= end)
            {
                return false;
            }

            RunOnce(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _epoll.Dispose();
    }

    private void Slow()
    {
        if (Drag > TimeSpan.Zero)
        {
            MonotonicClock.SleepUntil(MonotonicClock.Now + MonotonicClock.Of(Drag));
        }
    }
}
