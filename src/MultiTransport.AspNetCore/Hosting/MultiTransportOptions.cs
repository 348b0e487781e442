using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The options of one mapped endpoint; those given to <c>AddMultiTransport</c> are the defaults for all.</summary>
public sealed class MultiTransportOptions : SessionOptions
{
    /// <summary>The transports that are offered, by name. Default: all five. The order is the ladder's, whatever the order here. A configuration binder adds to this list: clear it first where it is bound.</summary>
    public IList<string> Transports { get; set; } =
    [
        TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling,
    ];

    /// <summary>Origins of other hosts whose pages may open sessions, for example <c>https://app.example</c>. Default: none. Where the endpoint has a CORS policy, its origins count too.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Sub-protocols that a bare WebSocket may choose from, best first. Default: none.</summary>
    public IList<string> SubProtocols { get; set; } = [];

    /// <summary>The largest HTTP body and WebSocket message of an SDK client, in bytes. Default 524,288; range 8 KiB more than <see cref="SessionOptions.MaxMessageBytes"/> to 1,073,741,824.</summary>
    public int MaxBodyBytes { get; set; } = 512 * 1024;

    /// <summary>How long a fresh WebSocket may take to send its attach. Default 5 s; range 1 s to 1 minute.</summary>
    public TimeSpan AttachTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a session keeps the principal that opened it (some 1.4 KB each), so that handlers can read its claims and every attach is checked against the endpoint's policies again. Default false: it keeps the user's id.</summary>
    public bool KeepPrincipal { get; set; }

    /// <summary>Whether the origin gate is on. Default true. Off, any page of any site can open sessions with its visitor's cookies.</summary>
    public bool RequireKnownOrigin { get; set; } = true;

    /// <summary>Whether clients of this endpoint may speak topics; what they may do is said by the rules of <see cref="MultiTransportServerOptions.Topics"/>. Default false.</summary>
    public bool Topics { get; set; }

    /// <summary>How fast clients may open sessions and make requests.</summary>
    public RateLimits Rates { get; set; } = new();

    internal MultiTransportOptions Clone()
    {
        var clone = (MultiTransportOptions)MemberwiseClone();
        clone.Transports = [.. Transports];
        clone.AllowedOrigins = [.. AllowedOrigins];
        clone.SubProtocols = [.. SubProtocols];
        clone.Rates = Rates.Clone();
        return clone;
    }
}
