using System.Buffers;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>One poll of an SDK client: frames up, hold, frames down.</summary>
internal static class PollExchange
{
    private const int MaxBatch = 256 * 1024;

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        using var request = await SdkRequest.ReadAsync(context, endpoint).ConfigureAwait(false);
        var fault = request.Fault;
        Connection? connection = null;
        var hold = TimeSpan.FromMilliseconds(Math.Min(request.Attach.Hold, endpoint.Options.Hold.TotalMilliseconds));
        if (fault == CloseCode.None)
        {
            var transport = hold == TimeSpan.Zero ? TransportNames.ShortPolling : TransportNames.LongPolling;
            var wanted = new ConnectionRequest(transport, ReaderMode.Downstream, static state => ((HttpContext)state).Abort(), context, hold);
            fault = request.Attach.Mode != AttachMode.Take ? CloseCode.AttachRequired : request.Session.Attach(request.Attach, wanted, out connection);
        }

        if (fault == CloseCode.Stale)
        {
            await SendExchange.AnswerAsync(context, endpoint, request, CloseCode.Stale).ConfigureAwait(false);
            return;
        }

        if (connection is null)
        {
            await Problem.WriteAsync(context, fault, Credentials.Describe(fault, endpoint)).ConfigureAwait(false);
            return;
        }

        var ended = CloseCode.Complete;
        try
        {
            fault = await ExchangeAsync(context, endpoint, request, connection, hold).ConfigureAwait(false);
            ended = fault == CloseCode.None ? CloseCode.Complete : fault;
        }
        finally
        {
            request.Session.Detach(connection, ended);
        }

        if (fault != CloseCode.None)
        {
            await Problem.WriteAsync(context, fault, Credentials.Describe(fault, endpoint)).ConfigureAwait(false);
        }
    }

    private static async ValueTask<CloseCode> ExchangeAsync(
        HttpContext context, EndpointRuntime endpoint, SdkRequest request, Connection connection, TimeSpan hold)
    {
        var reader = connection.Reader;
        var broughtMessages = false;
        if (request.HasFrames)
        {
            var fault = Receive(request, connection, out var position);
            if (fault != CloseCode.None)
            {
                return fault;
            }

            broughtMessages = position > request.Attach.Upstream;
            if (broughtMessages)
            {
                reader.BearsAcks = true;
                await request.Session.WaitForHandledAsync(position, endpoint.Options.HandlerWait).ConfigureAwait(false);
            }
        }

        using var answer = new PooledBuffer();
        var isClosed = Drain(reader, answer, out var frames);
        if (!isClosed && frames <= 1 && !broughtMessages && hold > TimeSpan.Zero)
        {
            using var aborted = context.RequestAborted.UnsafeRegister(static state => ((BusReader)state!).ReleaseWait(), reader);
            await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (context.RequestAborted.IsCancellationRequested)
            {
                return CloseCode.None;
            }

            isClosed = Drain(reader, answer, out _);
        }

        if (!isClosed)
        {
            WriteClose(answer, CloseCode.Complete);
        }

        await SendExchange.WriteAsync(context, answer).ConfigureAwait(false);
        return CloseCode.None;
    }

    private static CloseCode Receive(in SdkRequest request, Connection connection, out long position)
    {
        var carrier = new UpstreamCarrier(request.Attach.Upstream, connection, mayCarryMessages: true);
        try
        {
            return request.Session.Receive(ref carrier, request.Frames);
        }
        finally
        {
            position = carrier.Position;
            carrier.Dispose();
        }
    }

    private static bool Drain(BusReader reader, PooledBuffer answer, out int frames)
    {
        frames = 0;
        while (answer.WrittenCount < MaxBatch && reader.TryRead(out var frame))
        {
            answer.Write(frame.Frames.Span);
            frames++;
            if (frame.Type == FrameType.Close)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteClose(PooledBuffer answer, CloseCode code) =>
        answer.Advance(FrameWriter.WriteClose(answer.GetSpan(FrameWriter.MaxControlFrame), code, ""));
}
