using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>One mapped endpoint at work: its options, its sessions' common part, and the services that its requests need.</summary>
internal sealed class EndpointRuntime(string pattern, MultiTransportOptions options, MultiTransportServices services, Func<MessageHandler> handlers)
{
    private IReadOnlyDictionary<(ITransport Transport, bool IsBest), OfferedTransport>? _working;

    public string Pattern { get; } = pattern;

    public MultiTransportOptions Options { get; } = options;

    public SessionRegistry Registry => services.Registry;

    public NegotiateKeys Keys => services.Keys;

    public PendingAttaches PendingAttaches => services.PendingAttaches;

    public Arrivals Arrivals => services.Arrivals;

    public WireMeter Wire => services.Wire;

    public NetworkTable Networks => services.Networks;

    public TopicTable Topics => services.Topics;

    public TopicNotices TopicNotices => services.TopicNotices;

    public TimeProvider Time => services.Time;

    public SessionLog Log => services.Log;

    public SessionEndpoint Sessions { get; } = new(pattern, options, services.Registry.Budget, services.Time, services.Log, handlers)
    {
        Topics = options.Topics ? services.Topics : null,
    };

    /// <summary>The transports that this endpoint offers, best first.</summary>
    public IReadOnlyList<ITransport> Transports { get; } =
        [.. services.Transports.Where(transport => options.Transports.Contains(transport.Name)).OrderBy(static transport => transport.Rank)];

    /// <summary>What clients are offered of each transport that is not in doubt.</summary>
    public IReadOnlyDictionary<(ITransport Transport, bool IsBest), OfferedTransport> Working => _working ??= TransportOffer.OfWorking(Transports);

    /// <summary>The native ways in, in the order in which they are preferred for equal Accept values.</summary>
    public IReadOnlyList<INativeTransport> NativeTransports { get; } = [.. services.NativeTransports];

    public bool Offers(string transport) => Transports.Any(offered => string.Equals(offered.Name, transport, StringComparison.Ordinal));

    public NegotiatedLimits Limits { get; } = new()
    {
        Message = options.MaxMessageBytes,
        Body = options.MaxBodyBytes,
        Upstream = new FlowLimits { Messages = options.InboxMessages, Bytes = options.InboxBytes },
        Window = new FlowLimits { Messages = Math.Max(1, options.LogMessages / 2), Bytes = options.LogBytes / 2 },
    };
}
