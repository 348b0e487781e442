namespace MultiTransport.Server.Api.Sessions;

/// <summary>Puts together what the server knows of a session.</summary>
internal static class SessionView
{
    public static SessionAnswer Of(SessionStatus status, IReadOnlyList<string> subscriptions, IReadOnlyDictionary<string, WireUsage> wire) => new()
    {
        Id = status.Id.ToString(),
        Endpoint = status.Endpoint,
        User = status.UserId,
        Address = status.Address,
        Sdk = status.IsNegotiated,
        Phase = SessionRow.PhaseOf(status),
        Transport = status.Transport,
        Why = Why(status),
        Age = status.Age.TotalSeconds,
        DetachedFor = status.DetachedFor?.TotalSeconds,
        Expires = status.Expires,
        QueuedMessages = status.LogMessages,
        QueuedBytes = status.LogBytes,
        Subscriptions = subscriptions,
        Offered = [.. status.Offered.Select(static offer => new SessionOffer(offer.Name, offer.Why))],
        Tries = [.. status.Tries.Select(static one => new SessionAttempt(one.Transport, one.Began.TotalSeconds, one.Lasted.TotalSeconds, one.Attachments, one.Carried, one.Ended))],
        Reports = [.. status.Reports.Select(static told => new SessionTold(told.Transport, told.Reason, told.Age.TotalSeconds, told.Alive.TotalSeconds, told.Silent.TotalSeconds))],
        Wire = wire.ToDictionary(
            static row => row.Key, static row => new SessionBytes(row.Value.Up.Total, row.Value.Down.Total, row.Value.Requests, row.Value.Connections), StringComparer.Ordinal),
    };

    internal static string? Why(SessionStatus status) =>
        status.Transport is null ? null
        : status.IsNegotiated ? status.Offered.FirstOrDefault(offer => string.Equals(offer.Name, status.Transport, StringComparison.Ordinal))?.Why
        : "the client asked for it by itself";
}
