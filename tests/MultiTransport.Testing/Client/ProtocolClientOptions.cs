namespace MultiTransport.Testing;

/// <summary>How a <see cref="ProtocolClient"/> behaves. The defaults follow the contract and retry fast.</summary>
public sealed record ProtocolClientOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Key of negotiate; null makes one, so that a negotiate whose answer was cut can be repeated. "" sends none.</summary>
    public string? Key { get; init; }

    public IReadOnlyList<string>? Transports { get; init; }

    public IReadOnlyList<(string Name, string Reason)>? Failed { get; init; }

    /// <summary>The first upstream messages, sent inside negotiate.</summary>
    public IReadOnlyList<WireMessage>? FirstMessages { get; init; }

    /// <summary>Headers of negotiate: the credentials of the host.</summary>
    public IReadOnlyDictionary<string, string> NegotiateHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers of everything else; the contract asks for none.</summary>
    public IReadOnlyDictionary<string, string> AttachHeaders { get; init; } = new Dictionary<string, string>();

    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>False opens a connection for every request, so that one proxied connection is one request.</summary>
    public bool ReuseConnections { get; init; } = true;

    /// <summary>Attach again by itself after a cut.</summary>
    public bool Reconnect { get; init; } = true;

    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Failures in a row after which a driver or a switch gives up.</summary>
    public int MaxFailures { get; init; } = 200;

    /// <summary>How long a carrier may take until <c>attached</c>, and a promote until it shows.</summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Hold of a long poll; null takes the server's.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>Pause between short polls while there is nothing to say.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most bytes of messages in one body or WebSocket message.</summary>
    public int BatchBytes { get; init; } = 128 * 1024;

    /// <summary>Pieces of a message over this size travel as fragments; at most 32,768.</summary>
    public int PieceLength { get; init; } = WireFrame.PieceLength;

    /// <summary>Pings that a candidate without a way up must have shown before it counts as proven.</summary>
    public int ProofPings { get; init; } = 1;

    /// <summary>Asks with each promotion for a small write after each other one, as clients do whose beats all come late.</summary>
    public bool Trailing { get; init; }

    /// <summary>True handles (and acks) a message when <see cref="ProtocolClient.Messages"/> is read, false when it arrives.</summary>
    public bool HandledWhenRead { get; init; }

    /// <summary>True delivers requests, responses and skipped frames too, so that numbers in <see cref="ProtocolClient.Messages"/> have no holes.</summary>
    public bool DeliverAll { get; init; }

    /// <summary>Answers the server's requests; null answers <c>not-supported</c>. An exception answers <c>handler-failed</c>.</summary>
    public Func<ReceivedMessage, Task<WireMessage>>? RequestHandler { get; init; }
}
