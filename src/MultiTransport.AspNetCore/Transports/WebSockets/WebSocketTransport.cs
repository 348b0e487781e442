using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>RFC 6455 and RFC 8441 with the sub-protocol <c>multitransport.v1</c>.</summary>
internal sealed class WebSocketTransport : ITransport
{
    public string Name => TransportNames.WebSocket;

    public int Rank => 0;

    public string Path => "ws";

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Connect];

    public string Why => "both ways on one connection, least overhead";

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var arrival = endpoint.Arrivals.Note(context);
        if (await Handshake.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(TransportNames.SubProtocol, StringComparer.Ordinal))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, "protocol-unsupported", $"This path speaks the sub-protocol {TransportNames.SubProtocol} only.").ConfigureAwait(false);
            return;
        }

        if (!endpoint.PendingAttaches.TryEnter(endpoint.Options.AttachTimeout, ClientAddress.Of(context.Connection.RemoteIpAddress), out var ticket, out var bound))
        {
            await Problem.WriteAsync(context, Refusal.Of(CloseCode.Busy, $"Too many WebSockets have not sent their attach yet ({bound}). Try again after Retry-After.")).ConfigureAwait(false);
            return;
        }

        using (ticket)
        {
            using var request = new DeferredAbort(context, endpoint.Time);
            var accept = new WebSocketAcceptContext { SubProtocol = TransportNames.SubProtocol, KeepAliveInterval = Timeout.InfiniteTimeSpan };
            using var socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
            using var connection = new WebSocketConnection(context, request, endpoint, socket, ticket, arrival);
            await connection.RunAsync().ConfigureAwait(false);
        }
    }
}
