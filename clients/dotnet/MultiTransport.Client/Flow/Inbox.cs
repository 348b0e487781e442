using System.Text;
using System.Text.Unicode;
using System.Threading.Channels;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// The server's numbered frames in their order: which are new, what they hold and where that goes. What it keeps for the application is bounded by the
/// server's window, since nothing is acknowledged before it was handled.
/// </summary>
internal sealed class Inbox(AckLedger acks, Requests requests, IInboxEvents events)
{
    /// <summary>Nothing is to be said but that it was handled.</summary>
    public const string Handled = "";

    private readonly Channel<Delivery> _messages = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleWriter = false });

    /// <summary>For the application; ends when the session is closed.</summary>
    public ChannelReader<Delivery> Messages => _messages.Reader;

    /// <summary>The highest number that came, in order.</summary>
    public long Received { get; private set; }

    /// <summary>Counts sessions, so that what was handled late is not told to the next one.</summary>
    public int Session { get; private set; }

    /// <summary>A session begins at this position.</summary>
    public void Restart(long position)
    {
        Session++;
        Received = position;
        acks.Restart(position);
    }

    public void Close() => _messages.Writer.TryComplete();

    /// <summary>The frame after <see cref="Received"/>.</summary>
    public void Take(byte type, ReadOnlySpan<byte> payload, TimeSpan now)
    {
        var number = ++Received;
        var refused = type switch
        {
            FrameType.Text => Text(number, payload),
            FrameType.Binary => Hand(ClientMessage.FromBinary(payload.ToArray()), number, payload.Length),
            FrameType.Response => requests.Answer(payload) ? Handled : FailCode.NotSupported,
            FrameType.Request => Request(payload),
            FrameType.TopicMessage => events.TopicMessage(payload, new Receipt(Session, number, payload.Length)),
            FrameType.TopicEvent => Event(payload),
            _ => FailCode.NotSupported,
        };
        if (refused is null)
        {
            return;
        }

        if (refused != Handled)
        {
            acks.Fail(number, refused);
        }

        acks.MarkHandled(number, payload.Length, now);
    }

    /// <summary>These will never come; what of them came by another carrier is no loss.</summary>
    public void Gap(long from, long to, TimeSpan now)
    {
        from = Math.Max(from, Received + 1);
        if (from > to)
        {
            return;
        }

        Received = to;
        acks.MarkLost(from, to, now);
        events.Lost(from, to);
    }

    public void MarkHandled(Receipt receipt, TimeSpan now)
    {
        if (receipt.Session == Session)
        {
            acks.MarkHandled(receipt.Number, receipt.Bytes, now);
        }
    }

    /// <summary>A message inside a negotiate answer.</summary>
    public void Take(NegotiateMessage message, TimeSpan now)
    {
        if (message.Text is { } text)
        {
            Hand(ClientMessage.FromText(text), ++Received, Encoding.UTF8.GetByteCount(text));
        }
        else if (message.Frame is { } frame)
        {
            // Whatever it is, it has a number: what is no numbered frame is one that is not known.
            Take(frame is [var type, ..] && FrameType.IsNumbered(type) ? type : (byte)0, frame is [_, ..] ? frame.AsSpan(1) : default, now);
        }
        else
        {
            Take(FrameType.Binary, message.Binary, now);
        }
    }

    private string? Text(long number, ReadOnlySpan<byte> payload) =>
        Utf8.IsValid(payload) ? Hand(ClientMessage.FromText(Encoding.UTF8.GetString(payload)), number, payload.Length) : FailCode.NotUtf8;

    private string? Hand(ClientMessage message, long number, int bytes)
    {
        _messages.Writer.TryWrite(new Delivery(message, new Receipt(Session, number, bytes)));
        return null;
    }

    private string Event(ReadOnlySpan<byte> payload)
    {
        events.TopicEvent(payload);
        return Handled;
    }

    /// <summary>A request counts as handled when it is handed over: its answer tells the rest.</summary>
    private string Request(ReadOnlySpan<byte> payload)
    {
        if (!Requests.TryReadRequest(payload, out var correlation, out var message))
        {
            return FailCode.NotSupported;
        }

        events.Asked(correlation, message!);
        return Handled;
    }
}
