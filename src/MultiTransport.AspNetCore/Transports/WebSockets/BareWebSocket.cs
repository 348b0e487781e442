using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>A WebSocket without SDK: payloads as they are, a session of its own, at most once.</summary>
internal sealed class BareWebSocket : INativeTransport
{
    public IReadOnlyList<string> MediaTypes { get; } = [];

    public string Transport => TransportNames.WebSocket;

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (await Handshake.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        var requested = context.WebSockets.WebSocketRequestedProtocols;
        var protocol = requested.FirstOrDefault(wanted => endpoint.Options.SubProtocols.Contains(wanted, StringComparer.Ordinal));
        if (requested.Count > 0 && protocol is null)
        {
            var accepted = endpoint.Options.SubProtocols.Count == 0 ? "none" : string.Join(", ", endpoint.Options.SubProtocols);
            await Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, "protocol-unsupported", $"None of the requested sub-protocols is supported; accepted: {accepted} (SDK clients use {endpoint.Pattern}/ws).").ConfigureAwait(false);
            return;
        }

        var session = await NativeOpening.OpenAsync(context, endpoint).ConfigureAwait(false);
        if (session is null)
        {
            return;
        }

        var wire = endpoint.Wire.Attribute(context, session, Transport);
        using var request = new DeferredAbort(context, endpoint.Time);
        var heartbeat = endpoint.Options.Heartbeat;
        var silence = session.Network?.KeepAlive is { } learnt && learnt < heartbeat ? learnt : heartbeat;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = protocol, KeepAliveInterval = silence, KeepAliveTimeout = 2 * heartbeat }).ConfigureAwait(false);
        await RunAsync(request, endpoint, session, socket, wire).ConfigureAwait(false);
    }

    private static async Task RunAsync(DeferredAbort request, EndpointRuntime endpoint, Session session, WebSocket socket, WireAccount? wire)
    {
        var wanted = new ConnectionRequest(TransportNames.WebSocket, ReaderMode.AtMostOnce, static state => ((DeferredAbort)state).Cut(), request);
        var connection = session.AttachNative(wanted, position: 0);
        var ended = CloseCode.None;
        try
        {
            var writing = new PayloadSender(socket, connection, endpoint.Time, wire).RunAsync();
            var reading = ReadAsync(endpoint, session, socket, connection, wire, request.RequestAborted);
            if (await Task.WhenAny(writing, reading).ConfigureAwait(false) == reading)
            {
                session.End(connection, new CloseReason(await reading.ConfigureAwait(false), ""));
            }

            ended = await writing.ConfigureAwait(false);
            await SocketClosing.AwaitPeerAsync(request, reading, endpoint.Time).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, ended);
            session.Abort(ended is CloseCode.None or CloseCode.Complete ? CloseCode.ClosedByClient : ended);
        }
    }

    private static async Task<CloseCode> ReadAsync(EndpointRuntime endpoint, Session session, WebSocket socket, Connection connection, WireAccount? wire, CancellationToken aborted)
    {
        using var receiver = new SocketReceiver(socket, endpoint.Options.MaxMessageBytes, endpoint.Registry.Budget);
        while (true)
        {
            switch (await receiver.ReceiveAsync(aborted).ConfigureAwait(false))
            {
                case SocketReceipt.Close:
                    await session.WaitForHandledAsync(long.MaxValue, endpoint.Options.HandlerWait).ConfigureAwait(false);
                    return CloseCode.Complete;
                case SocketReceipt.TooLarge:
                    return CloseCode.MessageTooLarge;
                case SocketReceipt.Text:
                    wire?.Up(receiver.Message.Length, 1);
                    await TakeAsync(session, connection, MessageKind.Text, receiver).ConfigureAwait(false);
                    break;
                default:
                    wire?.Up(receiver.Message.Length, 1);
                    await TakeAsync(session, connection, MessageKind.Binary, receiver).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Hands one message over. While the inbox is full nothing more is read, so that the client feels it through TCP.</summary>
    private static async ValueTask TakeAsync(Session session, Connection connection, MessageKind kind, SocketReceiver receiver)
    {
        while (session.ReceiveNext(connection, kind, receiver.Message) == CloseCode.FlowViolation)
        {
            await session.WaitForRoomAsync().ConfigureAwait(false);
        }
    }
}
