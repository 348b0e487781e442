using MultiTransport.AspNetCore.Wire;

namespace MultiTransport.AspNetCore;

/// <summary>What all endpoints of the process share.</summary>
internal sealed class MultiTransportServices(
    SessionRegistry registry,
    NegotiateKeys keys,
    PendingAttaches pendingAttaches,
    Arrivals arrivals,
    SessionLog log,
    WireMeter wire,
    NetworkTable networks,
    TopicTable topics,
    TopicNotices topicNotices,
    TimeProvider time,
    Pressure pressure,
    IEnumerable<ITransport> transports,
    IEnumerable<INativeTransport> nativeTransports)
{
    public SessionRegistry Registry { get; } = registry;

    public NegotiateKeys Keys { get; } = keys;

    public PendingAttaches PendingAttaches { get; } = pendingAttaches;

    public Arrivals Arrivals { get; } = arrivals;

    public SessionLog Log { get; } = log;

    public WireMeter Wire { get; } = wire;

    public NetworkTable Networks { get; } = networks;

    public TopicTable Topics { get; } = topics;

    public TopicNotices TopicNotices { get; } = topicNotices;

    public TimeProvider Time { get; } = time;

    public Pressure Pressure { get; } = pressure;

    public IReadOnlyList<ITransport> Transports { get; } = [.. transports];

    public IReadOnlyList<INativeTransport> NativeTransports { get; } = [.. nativeTransports];

    /// <summary>The endpoints that have been mapped, for validation at start.</summary>
    public List<EndpointRuntime> Endpoints { get; } = [];
}
