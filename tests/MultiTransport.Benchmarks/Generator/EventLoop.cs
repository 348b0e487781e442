using System.Diagnostics;
using System.Net.Sockets;

namespace MultiTransport.Benchmarks.Generator;

/// <summary>One thread that serves every connection of a cell.</summary>
internal sealed class EventLoop : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly List<ClientSocket> _connections = [];

    public int Connections => _connections.Count;

    /// <summary>Time spent with nothing to do: what is left of a second is how busy the generator was.</summary>
    public TimeSpan Waited { get; private set; }

    public void Add(ClientSocket connection, Socket socket)
    {
        _epoll.Add(socket, _connections.Count);
        _connections.Add(connection);
    }

    public void RunOnce(int milliseconds)
    {
        var before = Stopwatch.GetTimestamp();
        var ready = _epoll.Wait(milliseconds);
        Waited += Stopwatch.GetElapsedTime(before);
        for (var index = 0; index < ready; index++)
        {
            _connections[_epoll.Token(index)].OnReadable();
        }
    }

    public void RunFor(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < time)
        {
            RunOnce((int)Math.Ceiling((time - elapsed).TotalMilliseconds));
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _epoll.Dispose();
    }
}
