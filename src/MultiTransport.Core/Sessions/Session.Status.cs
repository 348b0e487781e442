using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>What the session tells whoever administers it.</content>
public sealed partial class Session
{
    private readonly SessionTrail _trail = new();

    /// <summary>The transports that its client was offered; empty where it was offered none.</summary>
    internal IReadOnlyList<OfferedTransport> Offered { get; set; } = [];

    internal SessionStatus Describe()
    {
        lock (Bus.Gate)
        {
            return new SessionStatus
            {
                Id = Id,
                Endpoint = Endpoint,
                UserId = UserId,
                Address = _owner.Address,
                Phase = _state.Phase,
                Transport = Transport,
                IsNegotiated = IsNegotiated,
                Age = Time.GetElapsedTime(OpenedAt),
                DetachedFor = _state.Active == 0 ? Time.GetElapsedTime(_detachedSince) : null,
                Expires = _owner.Expires,
                LogMessages = Bus.Log.Count,
                LogBytes = Bus.Log.Bytes,
                Offered = Offered,
                Tries = _trail.Tries(Time, OpenedAt),
                Reports = _trail.Reports(),
            };
        }
    }
}
