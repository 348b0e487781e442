using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>
/// Authorises an attach by the endpoint's own policies, for the principal that opened the session. Where the endpoint keeps no principals, what the
/// opening was granted holds until its credentials expire.
/// </summary>
internal static class SessionAuthorization
{
    public static ValueTask<CloseCode> CheckAsync(HttpContext context, Session session) =>
        session.User is null ? new(CloseCode.None) : CheckPrincipalAsync(context, session);

    private static async ValueTask<CloseCode> CheckPrincipalAsync(HttpContext context, Session session)
    {
        var requirements = context.GetEndpoint()?.Metadata.GetOrderedMetadata<SessionAuthorizationMetadata>() ?? [];
        if (requirements.Count == 0)
        {
            return CloseCode.None;
        }

        var services = context.RequestServices;
        var policy = await AuthorizationPolicy.CombineAsync(
            services.GetRequiredService<IAuthorizationPolicyProvider>(),
            requirements.Select(static metadata => metadata.Requirement).OfType<IAuthorizeData>(),
            requirements.Select(static metadata => metadata.Requirement).OfType<AuthorizationPolicy>()).ConfigureAwait(false);
        if (policy is null)
        {
            return CloseCode.None;
        }

        var result = await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(session.User!, context, policy).ConfigureAwait(false);
        return result.Succeeded ? CloseCode.None : CloseCode.Forbidden;
    }
}
