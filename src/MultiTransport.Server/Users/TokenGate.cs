using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using MultiTransport.AspNetCore;
using MultiTransport.Protocol;

namespace MultiTransport.Server.Users;

/// <summary>Refuses whoever shows a token that is not good, instead of taking him for somebody anonymous; and who shows none, where one is needed.</summary>
internal static class TokenGate
{
    private static readonly string[] Openings = ["open", "negotiate"];

    /// <summary>Whether a request is about a session with topics: there, and nowhere else, a token says who asks. Whoever shows a good one for another's session is refused.</summary>
    public static bool Counts(HttpContext context) => EndpointOf(context) is not null;

    /// <summary>Whether a request opens such a session: there a token must be good, and elsewhere the session's secret is what counts.</summary>
    public static bool Opens(HttpContext context) => EndpointOf(context) is { } endpoint && Openings.Contains(endpoint.Operation, StringComparer.Ordinal);

    private static MultiTransportEndpointMetadata? EndpointOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MultiTransportEndpointMetadata>() is { Pattern: Realtime.Path } endpoint ? endpoint : null;

    public static async Task RunAsync(HttpContext context, RequestDelegate next, JwtSettings settings)
    {
        var opens = Opens(context);
        var result = opens ? await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme) : AuthenticateResult.NoResult();
        if (result.Failure is { } failure)
        {
            await RefuseAsync(context, failure is SecurityTokenExpiredException
                ? new Refusal(StatusCodes.Status401Unauthorized, "token-expired", "The token has expired. Get a new one.", CloseAction.Stop)
                : new Refusal(StatusCodes.Status401Unauthorized, "token-wrong", "The token is not good here: its signature, algorithm, issuer, audience or time is not what the server accepts.", CloseAction.Stop));
        }
        else if (result.None && settings.Required && opens)
        {
            await RefuseAsync(context, new Refusal(StatusCodes.Status401Unauthorized, "token-missing", "A token is needed: send it as Authorization: Bearer TOKEN.", CloseAction.Stop));
        }
        else
        {
            await next(context);
        }
    }

    private static Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        AnswerHeaders.ForAll(context);
        context.Response.Headers.WWWAuthenticate = refusal.Code == "token-missing" ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Problem.WriteAsync(context, refusal);
    }
}
