namespace MultiTransport;

/// <summary>What something cost on the wire.</summary>
/// <param name="Up">From the client to the server.</param>
/// <param name="Down">From the server to the client.</param>
/// <param name="Requests">HTTP requests, a WebSocket's handshake being one.</param>
/// <param name="Connections">TCP connections whose first request of a session was one of these.</param>
public readonly record struct WireUsage(WireBytes Up, WireBytes Down, long Requests, long Connections)
{
    /// <summary>The sum.</summary>
    public static WireUsage operator +(WireUsage left, WireUsage right) => new(
        left.Up + right.Up, left.Down + right.Down, left.Requests + right.Requests, left.Connections + right.Connections);
}
