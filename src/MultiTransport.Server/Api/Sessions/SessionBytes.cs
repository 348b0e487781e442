namespace MultiTransport.Server.Api.Sessions;

/// <summary>What a session cost on one transport, counted below HTTP.</summary>
/// <param name="Up">Bytes from the client.</param>
/// <param name="Down">Bytes to it.</param>
/// <param name="Requests">HTTP requests.</param>
/// <param name="Connections">TCP connections that it opened.</param>
internal sealed record SessionBytes(long Up, long Down, long Requests, long Connections);
