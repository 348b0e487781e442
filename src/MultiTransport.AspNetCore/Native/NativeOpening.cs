using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Opens sessions for native requests, or finds the one that a place names.</summary>
internal static class NativeOpening
{
    public const string SessionHeader = "MultiTransport-Session";

    /// <summary>Opens a session, or answers why not and gives null.</summary>
    public static async ValueTask<Session?> OpenAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var opened = Open(context, endpoint);
        if (opened.Session is null)
        {
            await Problem.WriteAsync(context, opened.Refusal!).ConfigureAwait(false);
        }

        return opened.Session;
    }

    /// <summary>Opens a session, or finds the one whose place the request bears in <c>Last-Event-ID</c> or <c>?after=</c>.</summary>
    public static NativeAttachment OpenOrResume(HttpContext context, EndpointRuntime endpoint)
    {
        var text = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : context.Request.Query["after"].ToString();
        if (text.Length == 0)
        {
            return Open(context, endpoint);
        }

        if (!Place.TryParse(text, out var place))
        {
            return NativeAttachment.Refused(new Refusal(
                StatusCodes.Status400BadRequest, "place-malformed", "Last-Event-ID or ?after= is not a place that this server gave out.", CloseAction.Renegotiate));
        }

        var fault = endpoint.Registry.Find(place.Id, endpoint.Sessions, SessionOwners.UserOf(context.User), out var session);
        if (fault == CloseCode.None && session!.AreCredentialsExpired)
        {
            fault = CloseCode.CredentialsExpired;
        }

        if (fault != CloseCode.None)
        {
            return NativeAttachment.Refused(Refusal.Of(fault, endpoint));
        }

        return session!.TryUsePlace(place.Token, place.Number, out var next)
            ? new NativeAttachment(session, place.Number, session.PlacePrefix(next), null)
            : NativeAttachment.Refused(new Refusal(
                StatusCodes.Status409Conflict, "place-superseded", "A later place of this session has been used; this one is no longer good.", CloseAction.Renegotiate));
    }

    private static NativeAttachment Open(HttpContext context, EndpointRuntime endpoint)
    {
        var session = endpoint.Registry.Open(endpoint.Sessions, SessionOwners.Of(context, endpoint.Options), isKeyed: false, out var refusal, out var bound);
        if (session is null)
        {
            return NativeAttachment.Refused(Refusal.OfOpening(refusal, bound));
        }

        session.Network = endpoint.Networks.Enter(context.Connection.RemoteIpAddress, ProxyFingerprint.Of(context.Request));
        var credential = $"{session.Id}.{session.Secret.Reveal()}";
        context.Response.Headers[SessionHeader] = credential;
        return new NativeAttachment(session, 0, session.PlacePrefix(session.IssuePlaceToken()), credential);
    }
}
