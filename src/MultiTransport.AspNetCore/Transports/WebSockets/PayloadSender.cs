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
                            await SendAsync(frame.Type, frame.Frames, head: 0).ConfigureAwait(false);
                            break;
                        case FrameType.TopicMessage:
                            var (kind, head) = HeadOf(frame.Frames.Span);
                            await SendAsync(kind, frame.Frames, head).ConfigureAwait(false);
                            break;
                        case FrameType.TopicEvent when !IsGap(frame):
                            break;
                        case FrameType.Gap or FrameType.TopicEvent:
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

    /// <summary>What stands before a topic message's body is whole in its first piece.</summary>
    private static (byte Kind, int Length) HeadOf(ReadOnlySpan<byte> frames)
    {
        var reader = new FrameReader(frames);
        reader.Read();
        return TopicMessagePayload.TryParse(reader.Payload, out var message) ? (message.Kind, message.HeadLength) : (FrameType.Binary, 0);
    }

    private static bool IsGap(in OutgoingFrame frame)
    {
        using var topic = new TopicFrame(frame);
        return topic.Event?.Gap is not null;
    }

    private async ValueTask SendAsync(byte type, ReadOnlyMemory<byte> frames, int head)
    {
        var messageType = type == FrameType.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        while (!frames.IsEmpty)
        {
            var rest = Split(frames, out var payload);
            var sending = socket.SendAsync(payload[head..], messageType, rest.IsEmpty, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully)
            {
                connection.WriteStarted = time.GetTimestamp();
                await sending.ConfigureAwait(false);
                connection.WriteStarted = 0;
            }

            (frames, head) = (rest, 0);
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
