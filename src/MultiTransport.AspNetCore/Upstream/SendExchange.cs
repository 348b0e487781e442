using System.Buffers;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Frames up by POST, answered with acks only: the paths <c>send</c> and <c>close</c>.</summary>
internal static class SendExchange
{
    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        using var request = await SdkRequest.ReadAsync(context, endpoint).ConfigureAwait(false);
        var fault = request.Fault;
        if (fault == CloseCode.None)
        {
            endpoint.Wire.Attribute(context, request.Session)?.Up(request.Frames);
            fault = request.Attach.Mode != AttachMode.Send ? CloseCode.AttachRequired : request.Session.Attach(request.Attach, default, out _);
        }

        if (fault is CloseCode.None or CloseCode.Stale)
        {
            await AnswerAsync(context, endpoint, request, fault == CloseCode.None ? CloseCode.Complete : fault).ConfigureAwait(false);
        }
        else
        {
            await Problem.WriteAsync(context, fault, endpoint).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a request's frames in and answers where the session stands; in the format of the path where that has one.</summary>
    public static async Task AnswerAsync(HttpContext context, EndpointRuntime endpoint, SdkRequest request, CloseCode close, IFrameFormat? format = null)
    {
        var fault = request.Receive(null, mayCarryMessages: request.Attach.Mode != AttachMode.Probe, out var position);
        if (fault != CloseCode.None)
        {
            await Problem.WriteAsync(context, fault, endpoint).ConfigureAwait(false);
            return;
        }

        if (position > request.Attach.Upstream)
        {
            await request.Session.WaitForHandledAsync(position, endpoint.Options.HandlerWait).ConfigureAwait(false);
        }

        using var answer = new PooledBuffer();
        Write(answer, request.Session, request.Attach, close);
        if (format is null)
        {
            await WriteAsync(context, answer).ConfigureAwait(false);
            return;
        }

        AnswerHeaders.ForHeld(context, format.ContentType);
        format.Write(context.Response.BodyWriter, new OutgoingFrame(FrameType.Close, 0, answer.WrittenMemory, null));
        await context.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes a whole binary answer with its length.</summary>
    public static async Task WriteAsync(HttpContext context, PooledBuffer answer)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = answer.WrittenCount;
        context.Response.BodyWriter.Write(answer.WrittenMemory.Span);
        await context.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes where the session stands upstream, and the close.</summary>
    public static void Write(PooledBuffer answer, Session session, in AttachFrame attach, CloseCode close)
    {
        var handled = session.Handled;
        var attached = session.Standing(attach);
        answer.Advance(attached.Write(answer.GetSpan(FrameWriter.MaxControlFrame)));
        var known = attach.Acked;
        var hasFails = false;
        while (session.TryGetFail(known, handled, out var failed, out var code))
        {
            answer.Advance(FrameWriter.WriteFail(answer.GetSpan(FrameWriter.MaxControlFrame), failed, code));
            known = failed;
            hasFails = true;
        }

        if (hasFails)
        {
            answer.Advance(FrameWriter.WriteAck(answer.GetSpan(FrameWriter.MaxControlFrame), handled));
        }

        answer.Advance(FrameWriter.WriteClose(answer.GetSpan(FrameWriter.MaxControlFrame), close, ""));
    }
}
