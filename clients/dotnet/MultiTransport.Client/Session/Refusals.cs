using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What a refused negotiate means (PROTOCOL.md, section 13.8). Pure.</summary>
internal static class Refusals
{
    /// <summary>How the very first negotiate ends the session; null where it is worth another try.</summary>
    public static SessionClosed? OfFirst(CarrierEnd end, Uri url)
    {
        if (end.Kind == CarrierEndKind.NoAnswer || end.Kind == CarrierEndKind.Cut || end.Status is 408 or 429 or >= 500)
        {
            return null;
        }

        string? code = (end.Status, end.Kind) switch
        {
            (_, CarrierEndKind.Refused) => end.Code,
            (404 or 405 or 410, _) => "not-found",
            (401 or 403, _) => "unauthorized",
            (407, _) => "proxy-authentication-required",
            ( < 400, _) => "not-multitransport",
            _ => null, // a 4xx of something between, about a size or a header: it may let the next one through
        };
        return code is null ? null : new SessionClosed(code, end.Number, code switch
        {
            "not-found" => $"Nothing of ours answers at {Shown(url)}: {end.Detail} Check the URL, and that the server maps MultiTransport there.",
            "not-multitransport" => $"Something else answers at {Shown(url)}: {end.Detail} It may be the page of a portal, or a wrong URL.",
            "unauthorized" => $"The host refuses: {end.Detail} Give a token by {nameof(ClientSessionOptions.TokenProvider)}, or a handler with credentials.",
            "proxy-authentication-required" => "The proxy asks for credentials. Give them by a handler of your own.",
            _ => end.Detail,
        });
    }

    /// <summary>Whether the application's token may be old: it is asked for another one.</summary>
    public static bool IsOfToken(CarrierEnd end) => end.Status is 401 or 403;

    /// <summary>Whether the messages in the body were the reason: then it goes without them.</summary>
    public static bool IsOfMessages(CarrierEnd end) =>
        end.Kind == CarrierEndKind.Refused && (end.Status == 413 || end.Code is "body-malformed" || end.Number == (int)CloseCode.MessageTooLarge);

    private static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
