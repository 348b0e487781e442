using System.Net.WebSockets;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>The end of a WebSocket: its close status, its close handshake, and the exceptions that only say that the peer is gone.</summary>
internal static class SocketClosing
{
    private static readonly TimeSpan PeerPatience = TimeSpan.FromSeconds(2);

    public static bool IsGone(Exception fault) => fault is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    /// <summary>The status of an SDK's WebSocket: our code, but for what RFC 6455 has a number of its own.</summary>
    public static WebSocketCloseStatus StatusOf(CloseCode code) => code switch
    {
        CloseCode.Complete => WebSocketCloseStatus.NormalClosure,
        CloseCode.MessageTooLarge or CloseCode.BodyTooLarge => WebSocketCloseStatus.MessageTooBig,
        _ => (WebSocketCloseStatus)(int)code,
    };

    public static async ValueTask SendAsync(WebSocket socket, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The peer will not hear why; the session tells it at the next attach.
        }
    }

    public static async ValueTask CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason, CancellationToken cancellationToken)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // As above.
        }
    }

    /// <summary>Gives the peer a moment to answer our close, then cuts.</summary>
    public static async Task AwaitPeerAsync(DeferredAbort request, Task reading, TimeProvider time)
    {
        if (!reading.IsCompleted)
        {
            using var patience = new CancellationTokenSource();
            var delay = Task.Delay(PeerPatience, time, patience.Token);
            if (await Task.WhenAny(reading, delay).ConfigureAwait(false) == delay)
            {
                request.Cut();
            }

            await patience.CancelAsync().ConfigureAwait(false);
        }

        await reading.ConfigureAwait(false);
    }
}
