namespace MultiTransport;

/// <summary>The limits and timings of the sessions of one endpoint.</summary>
public class SessionOptions
{
    /// <summary>The most sessions of the endpoint. Default 1,000,000; range 1 and up.</summary>
    public int MaxSessions { get; set; } = 1_000_000;

    /// <summary>The largest payload of one message, in bytes. Default 65,536; range 1 to half of <see cref="LogBytes"/>.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>The most messages that the outgoing log of a session holds, written or not. Default 1,000; range 2 to 1,000,000.</summary>
    public int LogMessages { get; set; } = 1_000;

    /// <summary>The most bytes that the outgoing log of a session holds. Default 1,048,576; range 1,024 to 1,073,741,824.</summary>
    public int LogBytes { get; set; } = 1024 * 1024;

    /// <summary>What happens when the log of an attached client is full. Default <see cref="OverflowPolicy.Disconnect"/>.</summary>
    public OverflowPolicy Overflow { get; set; } = OverflowPolicy.Disconnect;

    /// <summary>The most messages that a client may have unhandled. Default 256; range 1 to 65,536.</summary>
    public int InboxMessages { get; set; } = 256;

    /// <summary>The most payload bytes that a client may have unhandled. Default 1,048,576; range <see cref="MaxMessageBytes"/> to 1,073,741,824.</summary>
    public int InboxBytes { get; set; } = 1024 * 1024;

    /// <summary>The most unanswered requests each way. Default 128; range 1 to 65,536.</summary>
    public int MaxRequests { get; set; } = 128;

    /// <summary>How long a session lives without a connection. Default 120 s; range 1 s to 1 day.</summary>
    public TimeSpan Resume { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long it lives when nothing ever came back on it (prefetchers, replays). Default 10 s; range 1 s to <see cref="Resume"/>.</summary>
    public TimeSpan UnprovenResume { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the same negotiate key gets the same answer. Default 60 s; range 1 s to 1 hour.</summary>
    public TimeSpan NegotiateKeyLife { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence before a ping (SDK) or a comment (native). Default 15 s; range 1 s to 10 minutes.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time that a poll is held. Default 20 s; range 0 to 10 minutes.</summary>
    public TimeSpan Hold { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a write may make no progress before its connection is cut. Default 10 s; range 1 s to 10 minutes.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a candidate may stay without being promoted. Default 15 s; range 1 s to 10 minutes.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a POST waits for its handler. Default 1 s; range 0 to 1 minute.</summary>
    public TimeSpan HandlerWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long negotiate waits for the answers to its first messages. Default 50 ms; range 0 to 10 s.</summary>
    public TimeSpan NegotiateWait { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether held responses write a few bytes more 50 ms after each message, which pushes it through filters that keep the newest write back until the next. Default false: only where the client asks for it, or the network is known to need it.</summary>
    public bool TrailingWrites { get; set; }

    /// <summary>What happens when the credentials that opened a session expire. Default <see cref="CredentialExpiry.Detach"/>.</summary>
    public CredentialExpiry OnCredentialExpiry { get; set; } = CredentialExpiry.Detach;

    /// <summary>The flow-control window in messages: half the log.</summary>
    internal int WindowMessages => Math.Max(1, LogMessages / 2);

    /// <summary>The flow-control window in bytes: half the log.</summary>
    internal int WindowBytes => LogBytes / 2;
}
