using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What a well-formed negotiate body must also satisfy.</summary>
internal static class NegotiateRules
{
    /// <summary>Why it is refused, or null.</summary>
    public static Refusal? Check(NegotiateRequest request, EndpointRuntime endpoint)
    {
        if (request.Version != AttachFrame.Version)
        {
            return Malformed(CloseCode.VersionUnsupported.Name(), $"version is {request.Version}; accepted is {AttachFrame.Version}.");
        }

        if (request.Key is { } key && !SessionSecret.TryParse(key, out _))
        {
            return Malformed("key-malformed", "key must be 128 random bits as 22 base64url characters.");
        }

        if (request.Transports is not null && request.Transports.Any(static name => name is null))
        {
            return Malformed("body-malformed", "transports must be an array of names.");
        }

        if (request.Transports is not null && !endpoint.Transports.Any(transport => request.Transports.Contains(transport.Name, StringComparer.Ordinal)))
        {
            return Malformed("transports-none", $"transports names none that this endpoint offers: {string.Join(", ", endpoint.Transports.Select(static transport => transport.Name))}.");
        }

        if (NegotiateMessageRules.Check(request.Messages ?? [], endpoint) is { } refusal)
        {
            return refusal;
        }

        return (request.Failed ?? []).Any(static report => report is null || report.Name is null || report.Reason is null)
            ? Malformed("body-malformed", "failed must be objects with a name and a reason.")
            : null;
    }

    private static Refusal Malformed(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
