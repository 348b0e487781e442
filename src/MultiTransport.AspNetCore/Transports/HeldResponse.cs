using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>A response that stays open: reads the bus, writes what is ready in one flush, waits, and ends after the close.</summary>
internal static class HeldResponse
{
    private const int MaxBatch = 64 * 1024;

    public static async Task<CloseCode> RunAsync(
        HttpContext context, EndpointRuntime endpoint, Session session, Connection connection, IFrameFormat format, WireAccount? wire)
    {
        using var trailing = new TrailingWrite(session, connection, endpoint.Time);
        AnswerHeaders.ForHeld(context, format.ContentType);
        var reader = connection.Reader;
        var output = context.Response.BodyWriter;
        format.Open(output);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        var aborted = context.RequestAborted; // the context looks for it each time
        using var release = aborted.UnsafeRegister(static state => ((BusReader)state!).ReleaseWait(), reader);
        var closed = CloseCode.None;
        while (closed == CloseCode.None && !aborted.IsCancellationRequested && await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var batch = 0;
            var isFiller = true;
            while (batch < MaxBatch && reader.TryRead(out var frame))
            {
                format.Write(output, frame);
                wire?.Down(frame);
                batch += frame.Frames.Length;
                closed = frame.Close.Code;
                isFiller &= frame.IsFiller;
            }

            if (batch == 0)
            {
                continue;
            }

            var flush = output.FlushAsync(CancellationToken.None);
            if (!flush.IsCompletedSuccessfully)
            {
                connection.WriteStarted = endpoint.Time.GetTimestamp();
                await flush.ConfigureAwait(false);
                connection.WriteStarted = 0;
            }

            connection.LastWrite = endpoint.Time.GetTimestamp();
            if (connection.IsTrailing && !isFiller)
            {
                trailing.Await();
            }
        }

        return closed;
    }
}
