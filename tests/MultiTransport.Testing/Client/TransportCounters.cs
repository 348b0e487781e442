namespace MultiTransport.Testing;

/// <summary>What one transport did for a client. Upstream messages over a <c>send</c> count for the transport that was in use.</summary>
public sealed class TransportCounters
{
    private long _attaches;
    private long _promotes;
    private long _cuts;
    private long _messagesUp;
    private long _messagesDown;
    private long _duplicates;
    private long _requests;

    /// <summary>Answered attaches, polls included.</summary>
    public long Attaches => Interlocked.Read(ref _attaches);

    /// <summary>Candidates that became active.</summary>
    public long Promotes => Interlocked.Read(ref _promotes);

    /// <summary>Carriers that ended without a close.</summary>
    public long Cuts => Interlocked.Read(ref _cuts);

    /// <summary>Upstream messages written, repetitions included.</summary>
    public long MessagesUp => Interlocked.Read(ref _messagesUp);

    /// <summary>Downstream messages taken, repetitions not included.</summary>
    public long MessagesDown => Interlocked.Read(ref _messagesDown);

    /// <summary>Downstream repetitions dropped.</summary>
    public long DuplicatesDropped => Interlocked.Read(ref _duplicates);

    /// <summary>HTTP requests and WebSocket handshakes begun.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public override string ToString() =>
        $"attaches {Attaches}, promotes {Promotes}, cuts {Cuts}, up {MessagesUp}, down {MessagesDown}, duplicates {DuplicatesDropped}, requests {Requests}";

    internal void CountAttach() => Interlocked.Increment(ref _attaches);

    internal void CountPromote() => Interlocked.Increment(ref _promotes);

    internal void CountCut() => Interlocked.Increment(ref _cuts);

    internal void CountUp(int count) => Interlocked.Add(ref _messagesUp, count);

    internal void CountDown() => Interlocked.Increment(ref _messagesDown);

    internal void CountDuplicate() => Interlocked.Increment(ref _duplicates);

    internal void CountRequest() => Interlocked.Increment(ref _requests);
}
