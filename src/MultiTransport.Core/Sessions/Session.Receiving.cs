using MultiTransport.Protocol;

namespace MultiTransport;

public sealed partial class Session
{
    private const int MaxControlFrames = 1024;

    /// <summary>Takes the frames of one HTTP body or WebSocket message in. A fault ends the carrier; what stood before it has been taken.</summary>
    internal CloseCode Receive(ref UpstreamCarrier carrier, ReadOnlySpan<byte> frames)
    {
        Touch(carrier.Connection);
        BeginTurn();
        try
        {
            var reader = new FrameReader(frames);
            var controls = 0;
            while (true)
            {
                var read = reader.Read();
                if (read != FrameReadResult.Frame)
                {
                    return read == FrameReadResult.End ? CloseCode.None : CloseCode.FrameMalformed;
                }

                var fault = FrameType.IsNumbered(reader.Type) || reader.Type == FrameType.Fragment
                    ? OnMessageFrame(ref carrier, reader.Type, reader.Payload)
                    : ++controls > MaxControlFrames ? CloseCode.BatchTooLarge : OnControlFrame(ref carrier, reader.Type, reader.Payload);
                if (fault != CloseCode.None)
                {
                    return fault;
                }
            }
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Takes one bare message in, as the next number of this direction.</summary>
    internal CloseCode ReceiveNext(Connection? connection, MessageKind kind, ReadOnlySpan<byte> payload) =>
        ReceiveBare(connection, kind, payload, number: 0, out _);

    /// <summary>Takes one bare message in as number <paramref name="number"/>, or as the next one where that is 0; tells which it was.</summary>
    internal CloseCode ReceiveBare(Connection? connection, MessageKind kind, ReadOnlySpan<byte> payload, long number, out long taken)
    {
        Touch(connection);
        BeginTurn();
        try
        {
            return OnNumbered(number, FrameTypes.Of(kind), payload, out taken);
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Takes in a message that came with the request that opens the session: it proves nothing yet about the way back.</summary>
    internal void ReceiveOpening(byte type, ReadOnlySpan<byte> payload)
    {
        BeginTurn();
        try
        {
            OnNumbered(0, type, payload, out _);
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Completes when the inbox has room again.</summary>
    internal Task WaitForRoomAsync()
    {
        lock (Bus.Gate)
        {
            return Upstream.WaitForHandled(Upstream.Handled + 1);
        }
    }

    /// <summary>Completes when what <paramref name="number"/> names has been handled, or after <paramref name="limit"/>; then the ack comes downstream.</summary>
    internal async ValueTask<bool> WaitForHandledAsync(long number, TimeSpan limit)
    {
        Task handled;
        lock (Bus.Gate)
        {
            handled = Upstream.WaitForHandled(Math.Min(number, Upstream.Received));
        }

        if (handled.IsCompletedSuccessfully)
        {
            return true;
        }

        try
        {
            await handled.WaitAsync(limit, Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            lock (Bus.Gate)
            {
                Upstream.IsAckOwed = true;
            }

            return false;
        }
    }

    /// <summary>Of whatever type; which one a message in pieces has is said by its last frame only.</summary>
    private int LongestPayload => Options.MaxMessageBytes + HeadOf(EndpointRuntime.Topics is null ? FrameType.Request : FrameType.Publish);

    /// <summary>What comes on top of the message: a request's correlation and kind, a publish's topic and key.</summary>
    internal static int HeadOf(byte type) => type switch
    {
        FrameType.Text or FrameType.Binary => 0,
        FrameType.Publish => PublishPayload.MaxHead,
        _ => 16,
    };

    private CloseCode OnMessageFrame(ref UpstreamCarrier carrier, byte type, ReadOnlySpan<byte> payload)
    {
        if (FrameType.IsOfServer(type))
        {
            return CloseCode.FrameUnknown;
        }

        if (!carrier.MayCarryMessages)
        {
            return CloseCode.PositionAhead;
        }

        var limit = LongestPayload;
        if (type == FrameType.Fragment)
        {
            carrier.Add(payload, limit);
            return CloseCode.None;
        }

        if (!carrier.HasPieces)
        {
            return OnNumbered(ref carrier, payload.Length > limit ? HandlerCalls.TooLarge : type, payload);
        }

        carrier.Add(payload, limit);
        var fault = carrier.IsOver ? OnNumbered(ref carrier, HandlerCalls.TooLarge, default) : OnNumbered(ref carrier, type, carrier.Pieces);
        carrier.ClearPieces();
        return fault;
    }

    private CloseCode OnNumbered(ref UpstreamCarrier carrier, byte type, ReadOnlySpan<byte> payload)
    {
        var isOver = payload.Length > Options.MaxMessageBytes + HeadOf(type);
        var fault = OnNumbered(carrier.Position + 1, isOver ? HandlerCalls.TooLarge : type, isOver ? default : payload, out _);
        if (fault == CloseCode.None)
        {
            carrier.Position++;
        }

        return fault;
    }

    private CloseCode OnNumbered(long number, byte type, ReadOnlySpan<byte> payload, out long taken)
    {
        CloseCode fault;
        InboxItem item;
        bool run;
        TaskCompletionSource<Message>? answered = null;
        lock (Bus.Gate)
        {
            taken = number == 0 ? Upstream.Received + 1 : number;
            var isNext = taken == Upstream.Received + 1;
            fault = Upstream.Admit(taken, type, payload, out item, out run);
            if (fault == CloseCode.None && isNext && type == FrameType.Response)
            {
                answered = TakeAnswered(payload);
            }
        }

        if (answered is not null)
        {
            Complete(answered, payload);
        }

        if (run)
        {
            Upstream.Run(item);
        }

        return fault;
    }

    private TaskCompletionSource<Message>? TakeAnswered(ReadOnlySpan<byte> payload) =>
        Varint.TryRead(payload, out var correlation, out _) ? _requests?.Remove(correlation) : null;

    private static void Complete(TaskCompletionSource<Message> answered, ReadOnlySpan<byte> payload)
    {
        if (!CorrelatedPayload.TryParse(payload.ToArray(), out _, out var kind, out var body))
        {
            answered.TrySetException(new RequestFailedException(CloseCode.FrameMalformed.Name()));
        }
        else if (kind is FrameType.Text or FrameType.Binary)
        {
            answered.TrySetResult(new Message(FrameTypes.KindOf(kind), body));
        }
        else
        {
            answered.TrySetException(new RequestFailedException(System.Text.Encoding.UTF8.GetString(body.Span)));
        }
    }
}
