namespace MultiTransport.Testing;

/// <summary>What one transport did for a client. Upstream messages over a <c>send</c> count for the transport that was in use.</summary>
public sealed class TransportCounters
{
    private long attaches;
    private long promotes;
    private long cuts;
    private long messagesUp;
    private long messagesDown;
    private long duplicates;
    private long requests;

    /// <summary>Answered attaches, polls included.</summary>
    public long Attaches => Interlocked.Read(ref attaches);

    /// <summary>Candidates that became active.</summary>
    public long Promotes => Interlocked.Read(ref promotes);

    /// <summary>Carriers that ended without a close.</summary>
    public long Cuts => Interlocked.Read(ref cuts);

    /// <summary>Upstream messages written, repetitions included.</summary>
    public long MessagesUp => Interlocked.Read(ref messagesUp);

    /// <summary>Downstream messages taken, repetitions not included.</summary>
    public long MessagesDown => Interlocked.Read(ref messagesDown);

    /// <summary>Downstream repetitions dropped.</summary>
    public long DuplicatesDropped => Interlocked.Read(ref duplicates);

    /// <summary>HTTP requests and WebSocket handshakes begun.</summary>
    public long Requests => Interlocked.Read(ref requests);

    public override string ToString() =>
        $"attaches {Attaches}, promotes {Promotes}, cuts {Cuts}, up {MessagesUp}, down {MessagesDown}, duplicates {DuplicatesDropped}, requests {Requests}";

    internal void CountAttach() => Interlocked.Increment(ref attaches);

    internal void CountPromote() => Interlocked.Increment(ref promotes);

    internal void CountCut() => Interlocked.Increment(ref cuts);

    internal void CountUp(int count) => Interlocked.Add(ref messagesUp, count);

    internal void CountDown() => Interlocked.Increment(ref messagesDown);

    internal void CountDuplicate() => Interlocked.Increment(ref duplicates);

    internal void CountRequest() => Interlocked.Increment(ref requests);
}
