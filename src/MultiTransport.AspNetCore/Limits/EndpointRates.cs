using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The rates of one endpoint: by address, by user and in all. What is over one is refused at once, never queued.</summary>
internal sealed class EndpointRates(string pattern, RateLimits limits, TimeProvider time)
{
    public const string Code = "too-many-requests";

    private readonly RateTable _openings = new(limits.Openings, time);
    private readonly RateTable _openingsPerAddress = new(limits.OpeningsPerAddress, time);
    private readonly RateTable _openingsPerUser = new(limits.OpeningsPerUser, time);
    private readonly RateTable _requests = new(limits.Requests, time);
    private readonly RateTable _requestsPerAddress = new(limits.RequestsPerAddress, time);
    private readonly RateTable _requestsPerUser = new(limits.RequestsPerUser, time);

    /// <summary>Why nobody of this address and user may open a session now; null where they may.</summary>
    public Refusal? RefuseOpening(SessionOwner owner) =>
        owner.CountedAs is { } address && !_openingsPerAddress.TryTake(address) ? Refuse(_openingsPerAddress, "sessions", $"from {address}", nameof(limits.OpeningsPerAddress), CloseAction.Renegotiate)
        : owner.UserId is { } user && !_openingsPerUser.TryTake(user) ? Refuse(_openingsPerUser, "sessions", "of one user", nameof(limits.OpeningsPerUser), CloseAction.Renegotiate)
        : !_openings.TryTake(pattern) ? Refuse(_openings, "sessions", $"of {pattern}", nameof(limits.Openings), CloseAction.Renegotiate)
        : null;

    /// <summary>Why this request is one too many; null where it is not.</summary>
    public Refusal? RefuseRequest(HttpContext context) =>
        limits.RequestsPerAddress > 0 && ClientAddress.Of(context.Connection.RemoteIpAddress) is { } address && !_requestsPerAddress.TryTake(address)
            ? Refuse(_requestsPerAddress, "requests", $"from {address}", nameof(limits.RequestsPerAddress), CloseAction.Resume)
        : !_requests.TryTake(pattern) ? Refuse(_requests, "requests", $"of {pattern}", nameof(limits.Requests), CloseAction.Resume)
        : null;

    /// <summary>Whether a request on a session of this user is one too many.</summary>
    public bool IsOver(string? user) => user is not null && !_requestsPerUser.TryTake(user);

    public void Sweep()
    {
        foreach (var table in (RateTable[])[_openings, _openingsPerAddress, _openingsPerUser, _requests, _requestsPerAddress, _requestsPerUser])
        {
            table.Sweep();
        }
    }

    private static Refusal Refuse(RateTable table, string what, string whose, string option, CloseAction action) => new(
        StatusCodes.Status429TooManyRequests, Code, $"More than {table.PerSecond} {what} a second {whose} ({nameof(MultiTransportOptions.Rates)}.{option}). Try again after Retry-After.", action);
}
