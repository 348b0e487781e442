namespace MultiTransport;

/// <summary>Marks the routes of a mapped endpoint, for middleware that wants to know them.</summary>
/// <param name="Pattern">The pattern that the endpoint was mapped to.</param>
/// <param name="Operation">What the route does, for example <c>negotiate</c>, <c>ws</c> or <c>open</c>.</param>
public sealed record MultiTransportEndpointMetadata(string Pattern, string Operation);
