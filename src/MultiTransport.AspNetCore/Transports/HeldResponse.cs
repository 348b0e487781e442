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
        using var aborted = context.RequestAborted.UnsafeRegister(static state => ((BusReader)state!).ReleaseWait(), reader);
        do
        {
            CloseCode closed;
            do
            {
                closed = CloseCode.None;
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
                    break;
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
            while (closed == CloseCode.None && !context.RequestAborted.IsCancellationRequested);

            if (closed != CloseCode.None || context.RequestAborted.IsCancellationRequested)
            {
                return closed;
            }
        }
        while (await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false));

        return CloseCode.None;
    }
}
