namespace MultiTransport.Load;

/// <summary>One client. Dialects say how it opens, sends and receives; an observer says what for.</summary>
internal abstract class LoadClient(ClientSetup setup, int number, string dialect)
{
    /// <summary>Answers that said "another attach of yours overtook this one" and cost a repetition.</summary>
    public int StaleAnswers { get; protected set; }

    /// <summary>Messages that a gap took, or that the server failed.</summary>
    public long Lost { get; protected set; }

    /// <summary>How often it came back after its connection was lost.</summary>
    public int Resumptions { get; protected set; }

    /// <summary>Heartbeats of the server that it answered.</summary>
    public int Pings { get; protected set; }

    /// <summary>When it found its connection dead, in <see cref="MonotonicClock"/>; 0 for never.</summary>
    public long DeadAt { get; protected set; }

    /// <summary>When it was attached last, in <see cref="MonotonicClock"/>.</summary>
    public long AttachedAt { get; protected set; }

    public int Number { get; } = number;

    public string Name { get; } = $"{dialect} client {number}";

    /// <summary>A POST is answered, a WebSocket message is not.</summary>
    public abstract bool UpstreamIsAnswered { get; }

    protected ClientSetup Setup { get; } = setup;

    public abstract void Open();

    public abstract void Send(ReadOnlySpan<byte> message, bool isBinary = false);

    /// <summary>A request that ends what the server would keep after the sockets are gone; null where they are all there is. A server that still publishes to clients of an earlier cell is measured with them.</summary>
    public virtual byte[]? Farewell() => null;

    protected ClientSocket Connect(IReceiver receiver) => new(Setup.Loop, Setup.Server, Name, Setup.Traffic, receiver);

    protected void OnOpened() => Setup.Observer.Opened(this);

    protected void OnMessage(ReadOnlySpan<byte> message) => Setup.Observer.Received(this, message);

    protected void OnAnswered(int messages) => Setup.Observer.Answered(this, messages);

    protected LoadException Fault(string what) => new($"{Name}: {what}.");
}
