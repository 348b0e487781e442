using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>One attachment of one transport to a session, as the session sees it. The adapter that made it reads from <see cref="Reader"/>.</summary>
internal sealed class Connection
{
    private readonly Action<object> _abort;
    private readonly object _abortState;
    private bool _hasLeft;

    public Connection(string transport, BusReader reader, long now, Action<object> abort, object abortState)
    {
        Transport = transport;
        Reader = reader;
        AttachedAt = now;
        LastSeen = now;
        LastWrite = now;
        _abort = abort;
        _abortState = abortState;
    }

    /// <summary>The transport's name on the wire.</summary>
    public string Transport { get; }

    public BusReader Reader { get; }

    public long Number => Reader.ConnectionNumber;

    public long AttachedAt { get; }

    /// <summary>When a byte last came from the client on this connection.</summary>
    public long LastSeen { get; set; }

    /// <summary>When the last write ended.</summary>
    public long LastWrite { get; set; }

    /// <summary>When the write that is under way began; 0 for none.</summary>
    public long WriteStarted { get; set; }

    /// <summary>When the ping was due that was not answered yet; 0 for none.</summary>
    public long PingedAt { get; set; }

    /// <summary>When a held poll is to be answered; 0 for a connection that is not a poll.</summary>
    public long HoldUntil { get; set; }

    /// <summary>Whether each batch is followed by a small write, for networks that keep the newest back.</summary>
    public bool IsTrailing { get; set; }

    /// <summary>When the sweep next notes that it lives; 0 before the first look.</summary>
    public long NoteAt { get; set; }

    /// <summary>The network's record that counts it as alive.</summary>
    public NetworkRecord? CountedBy { get; set; }

    /// <summary>How many messages had been written when it was last pinged.</summary>
    public long WrittenAtPing { get; set; }

    /// <summary>How long nothing had come or gone when it was last pinged; 0 where something had, or once that was noted.</summary>
    public long QuietFor { get; set; }

    /// <summary>Gate held. The adapter has gone, and its request may be over or even another's by now: it is not cut any more.</summary>
    public void Leave() => _hasLeft = true;

    /// <summary>Gate held. Whether the adapter has gone.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>Why the carrier was cut; none where it was not.</summary>
    public CloseCode CutCode { get; private set; }

    /// <summary>Gate held. Cuts the carrier without a word, when it takes no more bytes.</summary>
    public void Abort(CloseCode code)
    {
        CutCode = code;
        if (!_hasLeft)
        {
            _abort(_abortState);
        }
    }
}
