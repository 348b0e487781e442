using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>One poll of an SDK client: frames up, hold, frames down.</summary>
internal static class PollExchange
{
    private const int MaxBatch = 256 * 1024;

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (await AttachAsync(context, endpoint).ConfigureAwait(false) is not { } poll)
        {
            return;
        }

        try
        {
            using var answer = new PooledBuffer();
            if (await GatherAsync(context, poll, answer).ConfigureAwait(false))
            {
                await SendExchange.WriteAsync(context, answer).ConfigureAwait(false);
            }
        }
        finally
        {
            poll.Session.Detach(poll.Connection, CloseCode.Complete);
        }
    }

    /// <summary>Attaches and takes in what the poll brought. The request's body is let go before the hold, so that a held poll keeps no buffer; null where the request has been answered.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Poll?> AttachAsync(HttpContext context, EndpointRuntime endpoint)
    {
        using var request = await SdkRequest.ReadAsync(context, endpoint).ConfigureAwait(false);
        var fault = request.Fault;
        Connection? connection = null;
        WireAccount? wire = null;
        var hold = TimeSpan.FromMilliseconds(Math.Min(request.Attach.Hold, endpoint.Options.Hold.TotalMilliseconds));
        if (fault == CloseCode.None)
        {
            var transport = hold == TimeSpan.Zero ? TransportNames.ShortPolling : TransportNames.LongPolling;
            wire = endpoint.Wire.Attribute(context, request.Session, transport);
            wire?.Up(request.Frames);
            var wanted = new ConnectionRequest(transport, ReaderMode.Downstream, static state => ((HttpContext)state).Abort(), context, hold);
            fault = request.Attach.Mode != AttachMode.Take ? CloseCode.AttachRequired : request.Session.Attach(request.Attach, wanted, out connection);
        }

        if (fault == CloseCode.Stale)
        {
            await SendExchange.AnswerAsync(context, endpoint, request, CloseCode.Stale).ConfigureAwait(false);
            return null;
        }

        var position = request.Attach.Upstream;
        if (fault == CloseCode.None && request.HasFrames)
        {
            fault = request.Receive(connection, mayCarryMessages: true, out position);
        }

        if (fault != CloseCode.None)
        {
            if (connection is not null)
            {
                request.Session.Detach(connection, fault);
            }

            await Problem.WriteAsync(context, fault, endpoint).ConfigureAwait(false);
            return null;
        }

        var broughtMessages = position > request.Attach.Upstream;
        if (broughtMessages)
        {
            connection!.Reader.BearsAcks = true;
            await request.Session.WaitForHandledAsync(position, endpoint.Options.HandlerWait).ConfigureAwait(false);
        }

        return new Poll(request.Session, connection!, wire, MayHold: !broughtMessages && hold > TimeSpan.Zero);
    }

    /// <summary>Fills the answer, after the hold if there is nothing to say yet; false where the client is gone.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> GatherAsync(HttpContext context, Poll poll, PooledBuffer answer)
    {
        var reader = poll.Connection.Reader;
        reader.IsPoll = true;
        if (poll.MayHold)
        {
            using var aborted = context.RequestAborted.UnsafeRegister(static state => ((BusReader)state!).ReleaseWait(), reader);
            await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (context.RequestAborted.IsCancellationRequested)
            {
                return false;
            }
        }

        if (!Drain(reader, answer, poll.Wire))
        {
            answer.Advance(FrameWriter.WriteClose(answer.GetSpan(FrameWriter.MaxControlFrame), CloseCode.Complete, ""));
        }

        return true;
    }

    private static bool Drain(BusReader reader, PooledBuffer answer, WireAccount? wire)
    {
        while (answer.WrittenCount < MaxBatch && reader.TryRead(out var frame))
        {
            answer.Write(frame.Frames.Span);
            wire?.Down(frame);
            if (frame.Type == FrameType.Close)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Poll(Session Session, Connection Connection, WireAccount? Wire, bool MayHold);
}
