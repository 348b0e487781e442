using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace MultiTransport.Server.Users;

/// <summary>Decides for a configured policy.</summary>
internal sealed class TopicPolicyHandler : AuthorizationHandler<TopicPolicyRequirement, TopicResource>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TopicPolicyRequirement requirement, TopicResource resource)
    {
        var policy = requirement.Policy;
        if ((!policy.RequireUser || context.User.Identity is { IsAuthenticated: true })
            && policy.Claims.All(claim => HasClaim(context.User, claim.Key, claim.Value))
            && TopicPrefix.TryExpand(policy.TopicPrefix, context.User, out var prefix)
            && resource.Topic.StartsWith(prefix, StringComparison.Ordinal))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool HasClaim(ClaimsPrincipal user, string type, IList<string> values) =>
        user.FindAll(type).Any(claim => values.Count == 0 || values.Contains(claim.Value, StringComparer.Ordinal));
}
