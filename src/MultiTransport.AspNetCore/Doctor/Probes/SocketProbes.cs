using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>
/// A WebSocket on which both sides speak at once: the server says <c>hello</c> and answers the client's <c>hello</c> with <c>heard</c>; the client does the same.
/// What came is on record, so a client that hears nothing can still learn by POST what the server heard.
/// </summary>
internal static class SocketProbes
{
    private const string Hello = "hello";
    private const string Heard = "heard";
    private const string Still = "still";

    /// <summary>How long one may take that is not a test of silence.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(8);

    public static async Task HandleAsync(HttpContext context, DoctorRuntime doctor)
    {
        var record = new OpenRecord(context, doctor.Time);
        if (Arrivals.TryParse(context.Request.Query["try"].ToString(), out var token))
        {
            doctor.Sockets.Add(token, record);
        }

        if (await OriginGate.RefuseAsync(context, doctor.Options.AllowedOrigins).ConfigureAwait(false))
        {
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.Connection = "Upgrade, keep-alive"; // with Upgrade alone Kestrel closes the connection without a word, and the next request on it fails
            await Problem.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "upgrade-required", "This path is for WebSockets; the request arrived without Upgrade. A proxy may have removed it.").ConfigureAwait(false);
            return;
        }

        var silence = IdleProbes.TryReadSeconds(context, out var seconds) ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan }).ConfigureAwait(false);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var end = doctor.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), life, Life + (silence ?? TimeSpan.Zero), Timeout.InfiniteTimeSpan);
        try
        {
            await SayAsync(socket, Hello, life.Token).ConfigureAwait(false);
            var speaking = silence is { } wait ? SpeakLaterAsync(socket, wait, doctor.Time, life.Token) : Task.CompletedTask;
            await ListenAsync(socket, record, life.Token).ConfigureAwait(false);
            await speaking.ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or IOException)
        {
            // its time is over, or the way was cut: the record says so
        }
        finally
        {
            record.Ended ??= record.Now;
        }
    }

    private static async Task SpeakLaterAsync(WebSocket socket, TimeSpan wait, TimeProvider time, CancellationToken token)
    {
        await Task.Delay(wait, time, token).ConfigureAwait(false);
        if (socket.State == WebSocketState.Open)
        {
            await SayAsync(socket, Still, token).ConfigureAwait(false);
        }
    }

    private static async Task ListenAsync(WebSocket socket, OpenRecord record, CancellationToken token)
    {
        var buffer = new byte[64];
        for (var messages = 0; messages < 16; messages++)
        {
            var received = await socket.ReceiveAsync(buffer, token).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                (record.Ended, record.EndedCleanly) = (record.Now, true);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, token).ConfigureAwait(false);
                return;
            }

            switch (Encoding.ASCII.GetString(buffer, 0, received.Count))
            {
                case Hello:
                    record.Greeted ??= record.Now;
                    await SayAsync(socket, Heard, token).ConfigureAwait(false);
                    break;
                case Heard:
                    record.Answered ??= record.Now;
                    break;
                default:
                    return; // not one of our clients
            }
        }
    }

    private static Task SayAsync(WebSocket socket, string word, CancellationToken token) =>
        socket.SendAsync(Encoding.ASCII.GetBytes(word), WebSocketMessageType.Text, endOfMessage: true, token);
}
