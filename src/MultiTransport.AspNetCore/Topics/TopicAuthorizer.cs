using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.AspNetCore;

/// <summary>Asks the host's authorization policies, for the principal that opened the session; the resource is a <see cref="TopicResource"/>.</summary>
internal sealed class TopicAuthorizer(IServiceProvider services, TopicNotices log) : ITopicAuthorizer
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public async ValueTask<bool> IsAllowedAsync(string policy, TopicResource resource, CancellationToken cancellationToken)
    {
        try
        {
            // A scope of its own: handlers of requirements may be scoped, and no request may be under way.
            await using var scope = services.CreateAsyncScope();
            var result = await scope.ServiceProvider.GetRequiredService<IAuthorizationService>()
                .AuthorizeAsync(resource.Session.User ?? Nobody, resource, policy).ConfigureAwait(false);
            return result.Succeeded;
        }
        catch (Exception fault)
        {
            log.PolicyFailed(fault, policy, resource.Topic, resource.Session.Id);
            return false;
        }
    }
}
