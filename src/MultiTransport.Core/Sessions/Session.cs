using System.Security.Claims;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// One client's conversation with the application. It outlives connections and moves between transports; what is sent is delivered once and in order
/// for as long as it lives. All members may be called from any thread.
/// </summary>
public sealed partial class Session
{
    private readonly SessionRegistry _registry;
    private SessionState _state;
    private SessionOwner _owner;
    private long _detachedSince;

    internal Session(SessionRegistry registry, SessionEndpoint endpoint, SessionOwner owner, bool isKeyed)
    {
        _registry = registry;
        _owner = owner;
        _isKeyed = isKeyed;
        EndpointRuntime = endpoint;
        Id = SessionId.Create(registry.Node);
        Secret = SessionSecret.Create();
        OpenedAt = endpoint.Time.GetTimestamp();
        _detachedSince = OpenedAt;
        _lastSeen = OpenedAt;
        Bus = new ClientBus(this, endpoint.Options, endpoint.Budget);
        Upstream = new Upstream(this, endpoint, endpoint.CreateHandler());
    }

    /// <summary>The public name of the session; safe to log.</summary>
    public SessionId Id { get; }

    /// <summary>The pattern that the session's endpoint was mapped to.</summary>
    public string Endpoint => EndpointRuntime.Name;

    /// <summary>The user who opened it, or null for an anonymous one.</summary>
    public string? UserId => _owner.UserId;

    /// <summary>The principal that opened it, where the endpoint keeps principals; else null.</summary>
    public ClaimsPrincipal? User => _owner.Principal;

    /// <summary>The transport that carries messages now, for example <c>websocket</c>; null while detached.</summary>
    public string? Transport => _active?.Transport;

    /// <summary>Whether the session is detached, attached, switching or closed.</summary>
    public SessionPhase Phase => _state.Phase;

    /// <summary>Whether the session accepts no more messages.</summary>
    public bool IsClosed => Bus.Completed is not null;

    /// <summary>Anything that the application wants to keep with the session.</summary>
    public object? State { get; set; }

    internal SessionSecret Secret { get; }

    /// <summary>Whether an SDK client opened it, which numbers its messages itself.</summary>
    internal bool IsNegotiated { get; set; }

    /// <summary>What is learnt of the client's network; null where nothing is.</summary>
    internal SessionNetwork? Network { get; set; }

    internal SessionEndpoint EndpointRuntime { get; }

    internal SessionOwner Owner => _owner;

    internal ClientBus Bus { get; }

    internal Upstream Upstream { get; }

    internal long OpenedAt { get; }

    private TimeProvider Time => EndpointRuntime.Time;

    private SessionOptions Options => EndpointRuntime.Options;

    private ISessionObserver Observer => EndpointRuntime.Observer;

    /// <summary>Ends the session after what was sent before: the client gets everything, then the close. Returns false when it was closed already.</summary>
    /// <param name="reason">A text for the client, at most 120 bytes of UTF-8.</param>
    public bool Close(string reason = "")
    {
        ArgumentNullException.ThrowIfNull(reason);
        var why = new CloseReason(CloseCode.Closed, reason);
        lock (Bus.Gate)
        {
            if (Bus.Completed is not null)
            {
                return false;
            }

            Bus.Complete(why);
        }

        EndTopics();
        Upstream.Finish(why);
        WakeActive();
        return true;
    }

    /// <summary>The session's id.</summary>
    public override string ToString() => Id.ToString();

    /// <summary>Ends the session at once: what was not delivered is lost, and the client is told <paramref name="code"/>.</summary>
    internal void Abort(CloseCode code, string text = "")
    {
        var reason = new CloseReason(code, text);
        BusReader? wakeActive = null, wakeCandidate = null;
        lock (Bus.Gate)
        {
            if (_state.Phase == SessionPhase.Closed)
            {
                return;
            }

            var told = Bus.Completed ?? reason;
            _state = SessionTransition.From(_state, new SessionEvent(SessionEventKind.Close, 0)).Next;
            Bus.Discard(reason);
            _requests?.FailAll(new SessionClosedException(reason));
            wakeActive = EndLocked(ref _active, told);
            wakeCandidate = EndLocked(ref _candidate, told);
            reason = told;
        }

        EndTopics();
        _registry.Remove(this, reason.Code);
        Upstream.Finish(reason);
        Observer.Closed(this, reason, Time.GetElapsedTime(OpenedAt));
        wakeActive?.Wake(inline: false);
        wakeCandidate?.Wake(inline: false);
    }

    /// <summary>New credentials of the same user.</summary>
    internal bool TryRenew(SessionOwner owner)
    {
        if (!string.Equals(owner.UserId, UserId, StringComparison.Ordinal))
        {
            return false;
        }

        // The session stays counted for the address that opened it.
        _owner = owner with { Address = _owner.Address, CountedAs = _owner.CountedAs, Principal = _owner.Principal is null ? null : owner.Principal };
        return true;
    }
}
