using System.Net.WebSockets;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>Writes each message of the bus as one WebSocket message of the same type.</summary>
internal sealed class PayloadSender(WebSocket socket, Connection connection, TimeProvider time, WireAccount? wire)
{
    /// <summary>Runs until the session closes or the socket is gone; why it ended.</summary>
    public async Task<CloseCode> RunAsync()
    {
        try
        {
            while (await connection.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (connection.Reader.TryRead(out var frame))
                {
                    wire?.Down(frame);
                    switch (frame.Type)
                    {
                        case FrameType.Text or FrameType.Binary:
                            await SendAsync(frame.Type, frame.Frames).ConfigureAwait(false);
                            break;
                        case FrameType.Gap:
                            await SocketClosing.CloseAsync(socket, (WebSocketCloseStatus)1013, "gap", CancellationToken.None).ConfigureAwait(false);
                            return CloseCode.SlowConsumer;
                        case FrameType.Close:
                            var (code, reason) = frame.Close;
                            await SocketClosing.CloseAsync(socket, StatusOf(code), reason.Length > 0 ? reason : code.Name(), CancellationToken.None).ConfigureAwait(false);
                            return code;
                    }
                }
            }

            return CloseCode.None;
        }
        catch (Exception gone) when (SocketClosing.IsGone(gone))
        {
            return CloseCode.None;
        }
    }

    private static WebSocketCloseStatus StatusOf(CloseCode code) => code switch
    {
        CloseCode.Complete or CloseCode.Closed or CloseCode.ClosedByClient => WebSocketCloseStatus.NormalClosure,
        CloseCode.GoingAway => WebSocketCloseStatus.EndpointUnavailable,
        CloseCode.MessageTooLarge => WebSocketCloseStatus.MessageTooBig,
        CloseCode.Kicked or CloseCode.CredentialsExpired or CloseCode.Reauthenticate => WebSocketCloseStatus.PolicyViolation,
        CloseCode.SlowConsumer or CloseCode.Shed or CloseCode.WriteTimeout => (WebSocketCloseStatus)1013,
        _ => WebSocketCloseStatus.InternalServerError,
    };

    private async ValueTask SendAsync(byte type, ReadOnlyMemory<byte> frames)
    {
        var messageType = type == FrameType.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        while (!frames.IsEmpty)
        {
            var rest = Split(frames, out var payload);
            var sending = socket.SendAsync(payload, messageType, rest.IsEmpty, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully)
            {
                connection.WriteStarted = time.GetTimestamp();
                await sending.ConfigureAwait(false);
                connection.WriteStarted = 0;
            }

            frames = rest;
        }
    }

    private static ReadOnlyMemory<byte> Split(ReadOnlyMemory<byte> frames, out ReadOnlyMemory<byte> payload)
    {
        var reader = new FrameReader(frames.Span);
        reader.Read();
        var end = frames.Length - reader.Rest.Length;
        payload = frames[(end - reader.Payload.Length)..end];
        return frames[end..];
    }
}
