namespace MultiTransport.Server.Api.Sessions;

/// <summary>A session at a glance.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Endpoint">The endpoint's path.</param>
/// <param name="User">Who opened it; null for somebody anonymous.</param>
/// <param name="Address">The address that opened it, as the server saw it.</param>
/// <param name="Phase">detached, attached, switching or closed.</param>
/// <param name="Transport">What carries it now; null while detached.</param>
/// <param name="Why">Why it is on it.</param>
/// <param name="Age">In seconds.</param>
/// <param name="QueuedMessages">Messages that were sent to it and are not acknowledged yet.</param>
internal sealed record SessionRow(string Id, string Endpoint, string? User, string? Address, string Phase, string? Transport, string? Why, double Age, int QueuedMessages)
{
    public static SessionRow Of(SessionStatus status) =>
        new(status.Id.ToString(), status.Endpoint, status.UserId, status.Address, PhaseOf(status), status.Transport, SessionView.Why(status), status.Age.TotalSeconds, status.LogMessages);

    internal static string PhaseOf(SessionStatus status) => status.Phase.ToString().ToLowerInvariant();
}
