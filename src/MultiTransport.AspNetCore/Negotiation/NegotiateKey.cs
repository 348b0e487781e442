namespace MultiTransport.AspNetCore;

/// <summary>What makes two negotiate requests the same: the client's random key, the endpoint and the user.</summary>
internal readonly record struct NegotiateKey(SessionEndpoint Endpoint, string? User, string Key);
