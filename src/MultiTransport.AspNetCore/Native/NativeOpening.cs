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
        var opened = TopicWish.Read(context, endpoint, out var wish) is { } malformed
            ? Refused(endpoint, malformed)
            : await OpenAsync(context, endpoint, wish, lost: null).ConfigureAwait(false);
        if (opened.Session is null)
        {
            await Problem.WriteAsync(context, opened.Refusal!).ConfigureAwait(false);
        }

        return opened.Session;
    }

    /// <summary>Opens a session, or finds the one whose place the request bears in <c>Last-Event-ID</c> or <c>?after=</c>.</summary>
    public static async ValueTask<NativeAttachment> OpenOrResumeAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var text = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : context.Request.Query["after"].ToString();
        if (text == Place.Over)
        {
            return NativeAttachment.Refused(Refusal.Of(CloseCode.Closed, endpoint));
        }

        if (TopicWish.Read(context, endpoint, out var wish) is { } malformed)
        {
            return Refused(endpoint, malformed);
        }

        if (text.Length == 0)
        {
            return await OpenAsync(context, endpoint, wish, lost: null).ConfigureAwait(false);
        }

        if (!Place.TryParse(text, out var place))
        {
            return NativeAttachment.Refused(new Refusal(
                StatusCodes.Status400BadRequest, "place-malformed", "Last-Event-ID or ?after= is not a place that this server gave out.", CloseAction.Renegotiate));
        }

        var fault = endpoint.Registry.Find(place.Id, endpoint.Sessions, SessionOwners.UserOf(context), out var session);
        if (fault == CloseCode.None && session!.AreCredentialsExpired)
        {
            fault = CloseCode.CredentialsExpired;
        }

        if (IsLost(fault) && wish.Names.Length > 0)
        {
            return await OpenAsync(context, endpoint, wish, place).ConfigureAwait(false);
        }

        return fault == CloseCode.None ? Resume(session!, place, wish) : NativeAttachment.Refused(Refusal.Of(fault, endpoint));
    }

    /// <summary>Whether a session is gone and its client may have another one in its place.</summary>
    private static bool IsLost(CloseCode fault) => fault is CloseCode.SessionUnknown or CloseCode.SlowConsumer or CloseCode.SessionConflict or CloseCode.Shed;

    private static NativeAttachment Resume(Session session, in Place place, TopicWish wish) => session.TryUsePlace(place.Token, place.Number, out var next)
        ? new NativeAttachment(session, place.Number, session.PlacePrefix(next), null) { Topics = wish.Names, Stands = TopicStands.Parse(place.Stands, wish.Names) }
        : NativeAttachment.Refused(new Refusal(
            StatusCodes.Status409Conflict, "place-superseded", "A later place of this session has been used; this one is no longer good.", CloseAction.Renegotiate));

    private static async ValueTask<NativeAttachment> OpenAsync(HttpContext context, EndpointRuntime endpoint, TopicWish wish, Place? lost)
    {
        if (wish.Names.Length > 0 && TopicEntrance.Refuse(endpoint.Topics, wish) is { } refusal)
        {
            return Refused(endpoint, refusal);
        }

        var attachment = Open(context, endpoint);
        if (attachment.Session is not { } session || wish.Names.Length == 0)
        {
            return attachment;
        }

        var (stands, refused) = await EnterAsync(endpoint.Topics, session, wish, lost).ConfigureAwait(false);
        if (refused is null)
        {
            return attachment with { Topics = wish.Names, Stands = stands };
        }

        session.Abort(CloseCode.Forbidden, refused.Code);
        context.Response.Headers.Remove(SessionHeader);
        return Refused(endpoint, refused);
    }

    private static NativeAttachment Refused(EndpointRuntime endpoint, Refusal refusal)
    {
        endpoint.TopicNotices.Refused(endpoint.Pattern, refusal.Code, LogText.Clean(refusal.Detail));
        return NativeAttachment.Refused(refusal);
    }

    private static async ValueTask<(TopicStands? Stands, Refusal? Refusal)> EnterAsync(TopicTable topics, Session session, TopicWish wish, Place? lost)
    {
        try
        {
            return await TopicEntrance.EnterAsync(topics, session, wish, lost is { } place ? TopicStands.Parse(place.Stands, wish.Names) : null, lost is not null).ConfigureAwait(false);
        }
        catch (TopicException fault)
        {
            return (null, TopicWish.Refusal(fault));
        }
        catch (SessionClosedException closed)
        {
            return (null, Refusal.Of(closed.Reason.Code, "The session was closed while it was being opened."));
        }
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
