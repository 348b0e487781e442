using System.Net.WebSockets;

namespace MultiTransport.Server.Lab;

/// <summary>
/// A WebSocket as bare as it can be: what comes is sent back, whole or in pieces of 125 bytes, and the viewer sees every byte of it. Only for who bears the token
/// of an open lab, and only that viewer is shown.
/// </summary>
internal static class LabSocket
{
    private const int PieceLength = 125; // the documents' fragments: the longest that a length of 7 bits tells

    public static async Task HandleAsync(HttpContext context)
    {
        var viewer = context.RequestServices.GetRequiredService<LabViewers>().Find($"{context.Request.Query["lab"]}");
        if (viewer is null)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return;
        }

        var wire = new LabWire(context.Request, $"{context.Request.Path}?…", () => viewer.Clock);
        if (!context.TryCaptureWire(wire))
        {
            context.Response.StatusCode = StatusCodes.Status501NotImplemented; // HTTP/2: this connection is not the viewer's socket alone
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        viewer.Watch(wire, isOver);
        try
        {
            await EchoAsync(socket, inPieces: context.Request.Query.ContainsKey("pieces"), isOver.Token);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private static async Task EchoAsync(WebSocket socket, bool inPieces, CancellationToken isOver)
    {
        var buffer = new byte[LabLimits.MaxEcho];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                if (length == buffer.Length)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, $"at most {LabLimits.MaxEcho} bytes", isOver);
                    return;
                }

                received = await socket.ReceiveAsync(buffer.AsMemory(length), isOver);
                length += received.Count;
            }
            while (!received.EndOfMessage);

            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, isOver);
                return;
            }

            var step = inPieces ? PieceLength : Math.Max(1, length);
            for (var sent = 0; sent == 0 || sent < length; sent += step)
            {
                var piece = buffer.AsMemory(sent, Math.Min(step, length - sent));
                await socket.SendAsync(piece, received.MessageType, endOfMessage: sent + step >= length, isOver);
            }
        }
    }
}
