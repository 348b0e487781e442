using System.Collections.Concurrent;
using System.Net.Sockets;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>One connection through a <see cref="Relay"/>.</summary>
internal sealed class RelayedConnection
{
    private const int BufferLength = 64 * 1024;
    private const int StackBytes = 128 * 1024; // many threads, little on them

    private readonly Socket _client;
    private readonly Socket _server;
    private readonly long _delay;
    private readonly Func<bool> _isSilent;
    private volatile bool _isClosed;

    public RelayedConnection(Socket client, Socket server, long delay, Func<bool> isSilent)
    {
        _client = client;
        _server = server;
        _delay = delay;
        _isSilent = isSilent;
        Start(client, server);
        Start(server, client);
    }

    public bool IsClosed => _isClosed;

    public void Cut()
    {
        _isClosed = true;
        _client.LingerState = new LingerOption(true, 0);
        _server.LingerState = new LingerOption(true, 0);
        _client.Dispose();
        _server.Dispose();
    }

    private void Start(Socket from, Socket to)
    {
        if (_delay == 0)
        {
            NewThread(() => Pass(from, to));
            return;
        }

        var pieces = new BlockingCollection<(long Due, byte[] Bytes)>();
        NewThread(() => Read(from, pieces));
        NewThread(() => Write(to, pieces));
    }

    private static void NewThread(ThreadStart run) => new Thread(run, StackBytes) { IsBackground = true, Name = "relay" }.Start();

    private void Pass(Socket from, Socket to)
    {
        var buffer = new byte[BufferLength];
        Guard(() =>
        {
            int count;
            while ((count = from.Receive(buffer)) > 0)
            {
                if (!_isSilent())
                {
                    SendAll(to, buffer.AsSpan(0, count));
                }
            }

            if (!_isSilent())
            {
                to.Shutdown(SocketShutdown.Send);
            }
        });
    }

    private void Read(Socket from, BlockingCollection<(long Due, byte[] Bytes)> pieces)
    {
        var buffer = new byte[BufferLength];
        Guard(() =>
        {
            int count;
            while ((count = from.Receive(buffer)) > 0)
            {
                pieces.Add((MonotonicClock.Now + _delay, buffer[..count]));
            }
        });
        pieces.CompleteAdding();
    }

    private void Write(Socket to, BlockingCollection<(long Due, byte[] Bytes)> pieces) => Guard(() =>
    {
        foreach (var (due, bytes) in pieces.GetConsumingEnumerable())
        {
            MonotonicClock.SleepUntil(due);
            if (!_isSilent())
            {
                SendAll(to, bytes);
            }
        }

        if (!_isSilent())
        {
            to.Shutdown(SocketShutdown.Send);
        }
    });

    private static void SendAll(Socket to, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[to.Send(bytes)..];
        }
    }

    /// <summary>A connection that goes away while bytes pass is what a relay is for.</summary>
    private void Guard(Action pass)
    {
        try
        {
            pass();
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            _isClosed = true;
        }
    }
}
