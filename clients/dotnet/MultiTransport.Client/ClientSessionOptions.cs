using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>How a <see cref="ClientSession"/> behaves. Values are read and checked once, by <see cref="ClientSession.Connect"/>.</summary>
public sealed class ClientSessionOptions
{
    /// <summary>The transports that may be used, by their names in <see cref="TransportNames"/>; the order does not count. At least one. Default: all five.</summary>
    public IReadOnlyList<string> Transports { get; set; } =
        [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];

    /// <summary>
    /// Gives the token that negotiate bears as <c>Authorization: Bearer</c>, or null for none. Default: none. It is asked before each negotiate; what it throws is
    /// a failed try, which is repeated.
    /// </summary>
    public Func<TokenRequest, CancellationToken, ValueTask<string?>>? TokenProvider { get; set; }

    /// <summary>
    /// Answers the requests of the server, several at a time if need be. Default: none; the server is told then <c>not-supported</c>. What it throws is told as
    /// <c>handler-failed</c>. The token is cancelled when the session ends.
    /// </summary>
    public Func<ClientMessage, CancellationToken, ValueTask<ClientMessage>>? OnRequest { get; set; }

    /// <summary>Until when the first negotiate must have been answered. Default 60 s; more than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a request waits for its answer unless it says otherwise. Default 30 s; more than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two short polls. Default 1 s; 10 ms to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many messages may be unacknowledged; one more is refused with <c>queue-full</c>. Default 4,096; 1 to 1,000,000.</summary>
    public int QueueMessages { get; set; } = 4096;

    /// <summary>How many bytes of messages may be unacknowledged; more are refused with <c>queue-full</c>. Default 4,194,304; 1 to 1,073,741,824.</summary>
    public long QueueBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Where is remembered what does not work on a network; null for nothing. Default: a store of the process, <see cref="MemoryVerdictStore.Shared"/>.</summary>
    public IVerdictStore? Verdicts { get; set; } = MemoryVerdictStore.Shared;

    /// <summary>
    /// Sends every request, WebSocket handshakes too; it is the caller's and is not disposed. Default: none; the session then makes a <see cref="SocketsHttpHandler"/>
    /// of its own that uses the system's proxy, follows no redirect and keeps no cookies.
    /// </summary>
    public HttpMessageHandler? HttpMessageHandler { get; set; }

    /// <summary>
    /// The version of HTTP that is asked for, 1.1 or 2.0; where the server or the network does not speak 2.0 it is 1.1. Default 1.1: each way has a connection of its own,
    /// and one that falls silent takes no other along. With 2.0, which needs https, everything goes over one connection: fewer handshakes and smaller headers, one fate.
    /// A WebSocket then is a stream of it (RFC 8441) where the server offers that. With a handler of your own, let it ping (<see cref="SocketsHttpHandler.KeepAlivePingDelay"/>),
    /// or a connection that fell silent is kept until TCP gives up.
    /// </summary>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version11;

    /// <summary>Headers that every request bears. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; set; }

    /// <summary>The clock of everything. Default: a clock of the system, <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The source of jitter; null for the process's.</summary>
    internal Random? Random { get; set; }

    /// <summary>How long the first negotiate waits for a first message to take along.</summary>
    internal TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(10);
}
