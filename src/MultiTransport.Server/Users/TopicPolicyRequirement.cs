using Microsoft.AspNetCore.Authorization;

namespace MultiTransport.Server.Users;

/// <summary>What a configured policy asks.</summary>
internal sealed record TopicPolicyRequirement(PolicySettings Policy) : IAuthorizationRequirement;
