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

        var messages = request.Messages ?? [];
        if (messages.Count > endpoint.Options.InboxMessages)
        {
            return Malformed("body-malformed", $"messages has {messages.Count} entries; accepted are at most {endpoint.Options.InboxMessages} ({nameof(SessionOptions.InboxMessages)}).");
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is null || messages[i].Text is null == messages[i].Binary is null)
            {
                return Malformed("body-malformed", $"messages[{i}] must have either text or binary.");
            }

            var length = messages[i].Binary?.Length ?? System.Text.Encoding.UTF8.GetByteCount(messages[i].Text!);
            if (length > endpoint.Options.MaxMessageBytes)
            {
                return new Refusal(
                    StatusCodes.Status413PayloadTooLarge, CloseCode.MessageTooLarge.Name(), $"messages[{i}] has {length} bytes; accepted are at most {endpoint.Options.MaxMessageBytes} ({nameof(SessionOptions.MaxMessageBytes)}).");
            }
        }

        return (request.Failed ?? []).Any(static report => report is null || report.Name is null || report.Reason is null)
            ? Malformed("body-malformed", "failed must be objects with a name and a reason.")
            : null;
    }

    private static Refusal Malformed(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
