namespace MultiTransport.AspNetCore;

/// <summary>An authorization requirement of the endpoint that is checked for the session's principal, not for the request's.</summary>
/// <param name="Requirement">What was put on the endpoint: authorize data or a policy.</param>
internal sealed record SessionAuthorizationMetadata(object Requirement);
