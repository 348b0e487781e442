using System.Text.Unicode;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Calls the application's handler for what stands in the inbox, and turns what it does into a fail code or none.</summary>
internal sealed class HandlerCalls(Session session, ISessionObserver observer, MessageHandler handler)
{
    /// <summary>The item type that opens.</summary>
    public const byte Open = 0;

    /// <summary>The item type that closes.</summary>
    public const byte Close = 1;

    /// <summary>The item type of a message that was over the limit and thrown away; it keeps its number's place.</summary>
    public const byte TooLarge = 2;

    /// <summary>The item type of a message that came after the session was closed; it is not handed over, but answered.</summary>
    public const byte Late = 3;

    /// <summary>Calls the handler for one item. The result is the fail code, or null; nothing is ever thrown.</summary>
    public ValueTask<string?> InvokeAsync(in InboxItem item, CloseReason reason)
    {
        try
        {
            switch (item.Type)
            {
                case Open:
                    return Guard(handler.OnOpenAsync(session), item.Number);
                case Close:
                    return Guard(handler.OnCloseAsync(session, reason), item.Number);
                case FrameType.Text when !Utf8.IsValid(item.Payload.Span):
                    return new(FailCode.NotUtf8);
                case FrameType.Text or FrameType.Binary:
                    return HandOver(new Message(FrameTypes.KindOf(item.Type), item.Payload), item.Number);
                case FrameType.Request:
                    return AnswerAsync(item);
                case FrameType.Publish when session.EndpointRuntime.Topics is { } topics:
                    return GuardAsync(ClientPublish.TakeAsync(topics, session, item.Payload), item.Number);
                case FrameType.Response:
                    return new((string?)null);
                case Late:
                    return new(FailCode.Closed);
                case TooLarge:
                    return new(FailCode.MessageTooLarge);
                default:
                    return new(FailCode.NotSupported);
            }
        }
        catch (Exception fault)
        {
            return new(Fault(item.Number, fault));
        }
    }

    private ValueTask<string?> HandOver(Message message, long number)
    {
        try
        {
            var call = handler.OnMessageAsync(session, message);
            return call.IsCompletedSuccessfully ? new((string?)null) : AwaitMessageAsync(call, number);
        }
        catch (NotSupportedException)
        {
            return new(FailCode.NotSupported);
        }
    }

    private async ValueTask<string?> AwaitMessageAsync(ValueTask call, long number)
    {
        try
        {
            await call.ConfigureAwait(false);
            return null;
        }
        catch (NotSupportedException)
        {
            return FailCode.NotSupported;
        }
        catch (Exception fault)
        {
            return Fault(number, fault);
        }
    }

    private ValueTask<string?> Guard(ValueTask call, long number) =>
        call.IsCompletedSuccessfully ? new((string?)null) : AwaitAsync(call, number);

    private async ValueTask<string?> AwaitAsync(ValueTask call, long number)
    {
        try
        {
            await call.ConfigureAwait(false);
            return null;
        }
        catch (Exception fault)
        {
            return Fault(number, fault);
        }
    }

    private async ValueTask<string?> AnswerAsync(InboxItem item)
    {
        if (!CorrelatedPayload.TryParse(item.Payload, out var correlation, out var kind, out var body) || kind is not (FrameType.Text or FrameType.Binary or TopicOperations.Kind))
        {
            return FailCode.NotSupported;
        }

        if (kind == TopicOperations.Kind)
        {
            return await OperateAsync(item.Number, correlation, body).ConfigureAwait(false);
        }

        if (kind == FrameType.Text && !Utf8.IsValid(body.Span))
        {
            return FailCode.NotUtf8;
        }

        OutgoingMessage answer;
        try
        {
            answer = OutgoingMessage.Response(
                correlation, session.Checked(await handler.OnRequestAsync(session, new Message(FrameTypes.KindOf(kind), body)).ConfigureAwait(false)));
        }
        catch (NotSupportedException)
        {
            answer = OutgoingMessage.ErrorResponse(correlation, FailCode.NotSupported);
        }
        catch (Exception fault)
        {
            answer = OutgoingMessage.ErrorResponse(correlation, Fault(item.Number, fault));
        }

        return await RespondAsync(item.Number, answer).ConfigureAwait(false);
    }

    private async ValueTask<string?> OperateAsync(long number, long correlation, ReadOnlyMemory<byte> body)
    {
        TopicAnswer answer;
        try
        {
            answer = session.EndpointRuntime.Topics is { } topics
                ? await TopicOperations.AnswerAsync(topics, session, body).ConfigureAwait(false)
                : new TopicAnswer(FailCode.NotSupported);
        }
        catch (Exception fault)
        {
            answer = new TopicAnswer(Fault(number, fault));
        }

        var fail = await RespondAsync(number, answer.Json is { } json ? OutgoingMessage.Answer(correlation, json) : OutgoingMessage.ErrorResponse(correlation, answer.Code!)).ConfigureAwait(false);
        answer.Begun?.Start();
        return fail;
    }

    private async ValueTask<string?> RespondAsync(long number, OutgoingMessage answer)
    {
        try
        {
            await session.SendAsync(answer, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault)
        {
            return Fault(number, fault);
        }
    }

    private async ValueTask<string?> GuardAsync(ValueTask<string?> call, long number)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            return Fault(number, fault);
        }
    }

    private string Fault(long number, Exception fault)
    {
        if (fault is not SessionClosedException)
        {
            observer.HandlerFailed(session, number, fault);
        }

        return FailCode.HandlerFailed;
    }
}
