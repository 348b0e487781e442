using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Reads the attach that opens a carrier and finds its session; the secret is the proof, and a user that the request bears must be the session's.</summary>
internal static class Credentials
{
    public static CloseCode TryFind(
        ReadOnlySpan<byte> carrier, HttpContext context, EndpointRuntime endpoint, out int length, out AttachFrame attach, out Session? session)
    {
        session = null;
        attach = default;
        length = 0;
        var reader = new FrameReader(carrier);
        if (reader.Read() != FrameReadResult.Frame || reader.Type != FrameType.Attach)
        {
            return CloseCode.AttachRequired;
        }

        length = carrier.Length - reader.Rest.Length;
        switch (AttachFrame.TryParse(reader.Payload, out attach))
        {
            case AttachParseResult.Malformed:
                return CloseCode.AttachRequired;
            case AttachParseResult.VersionUnsupported:
                return CloseCode.VersionUnsupported;
        }

        var fault = endpoint.Registry.Find(attach.Id, attach.Secret, endpoint.Sessions, SessionOwners.UserOf(context), out session);
        if (fault == CloseCode.None && session!.AreCredentialsExpired)
        {
            return CloseCode.Reauthenticate;
        }

        return fault;
    }

    /// <summary>What is wrong, in words, for the problem's detail.</summary>
    public static string Describe(CloseCode code, EndpointRuntime endpoint) => code switch
    {
        CloseCode.AttachRequired => "The carrier must begin with a well-formed attach frame (PROTOCOL.md, section 5).",
        CloseCode.AttachTimeout => $"No attach came within {endpoint.Options.AttachTimeout.TotalSeconds} s ({nameof(MultiTransportOptions.AttachTimeout)}).",
        CloseCode.VersionUnsupported => $"The attach frame is of another version; accepted is {AttachFrame.Version}.",
        CloseCode.BodyTooLarge => $"The body or WebSocket message is over {endpoint.Options.MaxBodyBytes} bytes ({nameof(MultiTransportOptions.MaxBodyBytes)}). Split the batch.",
        CloseCode.MessageTooLarge => $"A message is over {endpoint.Options.MaxMessageBytes} bytes ({nameof(SessionOptions.MaxMessageBytes)}).",
        CloseCode.SessionUnknown => "The session expired or never was. Negotiate a new one.",
        CloseCode.SecretWrong => "The secret is not the session's.",
        CloseCode.SessionForeign => "The session belongs to another endpoint or user.",
        CloseCode.SessionConflict => "Two clients used one secret; the session is closed for both. Negotiate a new one.",
        CloseCode.Forbidden => "The endpoint's authorization policies no longer allow the session's user.",
        CloseCode.Reauthenticate => "The credentials that opened the session expired. Renew them with negotiate, then attach again.",
        CloseCode.PositionAhead => "Upstream numbers are missing: send again from the server's received number.",
        CloseCode.ReceivedInvalid => "The attach claims downstream numbers that were never sent.",
        CloseCode.PositionInvalid => "An ack names a number that was never sent.",
        CloseCode.FlowViolation => $"More than {endpoint.Options.InboxMessages} messages or {endpoint.Options.InboxBytes} bytes are unhandled (limits.upstream).",
        CloseCode.FrameMalformed => "The body holds bytes that are no frame, or a frame that is cut short.",
        CloseCode.FrameUnknown => "The body holds a frame of a type that this version does not have.",
        CloseCode.BatchTooLarge => "Too many control frames in one body.",
        CloseCode.GoingAway => "The server is shutting down. Negotiate a new session.",
        _ => "The session is over.",
    };
}
