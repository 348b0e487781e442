using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>New credentials for a session that exists: the user must stay the same.</summary>
internal static class Renewal
{
    public static NegotiateAnswer Answer(HttpContext context, EndpointRuntime endpoint, SessionCredential renew)
    {
        if (!SessionId.TryParse(renew.Id, out var id) || !SessionSecret.TryParse(renew.Secret, out var secret))
        {
            return NegotiateAnswer.Refused(new Refusal(StatusCodes.Status400BadRequest, "session-malformed", "renew must have an id and a secret of 22 base64url characters each."));
        }

        var fault = endpoint.Registry.Find(id, secret, endpoint.Sessions, user: null, out var session);
        if (fault == CloseCode.None && !session!.TryRenew(SessionOwners.Of(context, endpoint.Options)))
        {
            fault = CloseCode.SessionForeign;
        }

        return fault == CloseCode.None
            ? new NegotiateAnswer(JsonSerializer.SerializeToUtf8Bytes(new RenewResponse(), NegotiateJson.Default.RenewResponse), id)
            : NegotiateAnswer.Refused(Refusal.Of(fault, endpoint));
    }
}
