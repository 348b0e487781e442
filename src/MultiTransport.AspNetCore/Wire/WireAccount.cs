using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>One row: what one transport of one session cost. Connections give it what they counted; adapters tell what of it was payload.</summary>
internal sealed class WireAccount
{
    private readonly Lock _gate = new();
    private readonly List<(WireConnection Connection, int Requests)> _live = [];
    private WireUsage _usage;
    private WireAccount? _heir;
    private long _payloadUp;
    private long _payloadDown;
    private long _messagesUp;
    private long _messagesDown;

    /// <summary>A request begins to be this account's, on that connection.</summary>
    public void Requested(bool opensConnection) => Add(new WireUsage(default, default, 1, opensConnection ? 1 : 0));

    /// <summary>Counts bytes.</summary>
    public void Add(in WireBytes up, in WireBytes down) => Add(new WireUsage(up, down, 0, 0));

    /// <summary>Counts the messages among the frames of an SDK client.</summary>
    public void Up(ReadOnlySpan<byte> frames)
    {
        var reader = new FrameReader(frames);
        long payload = 0, messages = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            var isLast = FrameType.IsNumbered(reader.Type);
            payload += isLast || reader.Type == FrameType.Fragment ? reader.Payload.Length : 0;
            messages += isLast ? 1 : 0;
        }

        Up(payload, messages);
    }

    /// <summary>Counts messages from the client.</summary>
    public void Up(long payload, long messages)
    {
        Interlocked.Add(ref _payloadUp, payload);
        Interlocked.Add(ref _messagesUp, messages);
    }

    /// <summary>Counts what was read from the bus, if it is a message.</summary>
    public void Down(in OutgoingFrame frame)
    {
        if (frame.Number > 0)
        {
            Down(PayloadOf(frame), 1);
        }
    }

    /// <summary>Counts messages to the client.</summary>
    public void Down(long payload, long messages)
    {
        Interlocked.Add(ref _payloadDown, payload);
        Interlocked.Add(ref _messagesDown, messages);
    }

    /// <summary>A request of that connection is this account's.</summary>
    public void Join(WireConnection connection)
    {
        lock (_gate)
        {
            var index = IndexOf(connection);
            if (index < 0)
            {
                _live.Add((connection, 1));
            }
            else
            {
                _live[index] = (connection, _live[index].Requests + 1);
            }
        }
    }

    /// <summary>That request is over.</summary>
    public void Leave(WireConnection connection)
    {
        lock (_gate)
        {
            var index = IndexOf(connection);
            if (index >= 0 && _live[index].Requests > 1)
            {
                _live[index] = (connection, _live[index].Requests - 1);
            }
            else if (index >= 0)
            {
                _live.RemoveAt(index);
            }
        }
    }

    /// <summary>Everything up to now.</summary>
    public WireUsage Read()
    {
        WireConnection[] live;
        lock (_gate)
        {
            live = _live.Count == 0 ? [] : [.. _live.Select(static joined => joined.Connection)];
        }

        // Without the lock: a connection takes its own first, then this one.
        foreach (var connection in live)
        {
            connection.Fold();
        }

        lock (_gate)
        {
            return _usage + Payloads();
        }
    }

    /// <summary>Hands everything over, what is yet to come included.</summary>
    public void BequeathTo(WireAccount heir)
    {
        Read();
        WireUsage all;
        lock (_gate)
        {
            _heir = heir;
            all = _usage + Payloads();
        }

        heir.Add(all);
    }

    private static long PayloadOf(in OutgoingFrame frame)
    {
        var reader = new FrameReader(frame.Frames.Span);
        var payload = 0L;
        while (reader.Read() == FrameReadResult.Frame)
        {
            payload += reader.Payload.Length;
        }

        return payload;
    }

    private void Add(in WireUsage usage)
    {
        WireAccount? heir;
        lock (_gate)
        {
            heir = _heir;
            _usage += usage;
        }

        heir?.Add(usage);
    }

    private WireUsage Payloads() => new(
        new WireBytes(0, 0, 0, Interlocked.Read(ref _payloadUp), Interlocked.Read(ref _messagesUp)),
        new WireBytes(0, 0, 0, Interlocked.Read(ref _payloadDown), Interlocked.Read(ref _messagesDown)),
        0,
        0);

    private int IndexOf(WireConnection connection) => _live.FindIndex(joined => joined.Connection == connection);
}
