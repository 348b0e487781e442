using Microsoft.AspNetCore.Http;
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

    public EndpointRates Rates { get; } = new(pattern, options.Rates, services.Time);

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

    /// <summary>Opens a session, or says why there may be no more.</summary>
    public Session? Open(SessionOwner owner, bool isKeyed, out Refusal? refusal)
    {
        Session? session = null;
        refusal = services.Pressure.IsOn
            ? Refusal.Of(CloseCode.Busy, $"The server is short of threads ({nameof(MultiTransportServerOptions.MaxSweepDelay)}) and takes no new sessions now. Try again after Retry-After.")
            : Rates.RefuseOpening(owner);
        if (refusal is null)
        {
            session = Registry.Open(Sessions, owner, isKeyed, out var code, out var bound);
            refusal = session is null ? Refusal.OfOpening(code, bound) : null;
        }

        if (refusal is not null)
        {
            Log.Refused(Pattern, refusal);
        }

        return session;
    }

    /// <summary>Finds the session of an id and secret for the user that a request bears, if it bears one.</summary>
    public CloseCode Find(SessionId id, SessionSecret secret, HttpContext context, out Session? session) =>
        Admit(Registry.Find(id, secret, Sessions, SessionOwners.UserOf(context), out session), session, CloseCode.Reauthenticate);

    /// <summary>Finds the session of a place, whose token is checked next.</summary>
    public CloseCode Find(SessionId id, HttpContext context, out Session? session) =>
        Admit(Registry.Find(id, Sessions, SessionOwners.UserOf(context), out session), session, CloseCode.CredentialsExpired);

    private CloseCode Admit(CloseCode fault, Session? session, CloseCode expired) =>
        fault != CloseCode.None ? fault
        : session!.AreCredentialsExpired ? expired
        : Rates.IsOver(session.UserId) ? CloseCode.Busy
        : CloseCode.None;

    public bool Offers(string transport) => Transports.Any(offered => string.Equals(offered.Name, transport, StringComparison.Ordinal));

    public NegotiatedLimits Limits { get; } = new()
    {
        Message = options.MaxMessageBytes,
        Body = options.MaxBodyBytes,
        Upstream = new FlowLimits { Messages = options.InboxMessages, Bytes = options.InboxBytes },
        Window = new FlowLimits { Messages = Math.Max(1, options.LogMessages / 2), Bytes = options.LogBytes / 2 },
    };
}
