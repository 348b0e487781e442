using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Why a request is not served: what its answer says, and what its client should do.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">What is wrong, with the value and what is accepted.</param>
/// <param name="Action">What the client should do.</param>
internal sealed record Refusal(int Status, string Code, string Detail, CloseAction Action = CloseAction.Stop)
{
    /// <summary>Whether it is for the topics that the request names: an EventSource is told so before it stops.</summary>
    public bool IsOfTopics { get; init; }

    /// <summary>A refusal for a reason that carriers know too.</summary>
    public static Refusal Of(CloseCode code, EndpointRuntime endpoint) => Of(code, Credentials.Describe(code, endpoint));

    /// <summary>A refusal for a reason that carriers know too, in words of its own.</summary>
    public static Refusal Of(CloseCode code, string detail) =>
        new(code.HttpStatus() is var status and >= 400 ? status : StatusCodes.Status409Conflict, code.Name(), detail, code.Action());

    /// <summary>No more sessions, for a bound that is reached or a state of the server.</summary>
    public static Refusal OfOpening(CloseCode code, string bound) => bound.Length > 0
        ? new(StatusCodes.Status503ServiceUnavailable, "too-many-sessions", $"No more sessions: {bound} is reached.", CloseAction.Renegotiate)
        : Of(code, "The server takes no new sessions now. Try again after Retry-After.");
}
