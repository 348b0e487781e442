using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.ServerSentEvents;

/// <summary>Native events: every one with its place as <c>id:</c> (PROTOCOL.md, section 8.2).</summary>
internal sealed class EventFormat : IFrameFormat
{
    private readonly byte[] _idPrefix;
    private readonly byte[] _opening;
    private readonly TopicStands? _stands;
    private readonly string? _only;
    private long _number;

    public EventFormat(NativeAttachment attachment)
    {
        _idPrefix = Encoding.ASCII.GetBytes("id: " + attachment.PlacePrefix);
        _number = attachment.Position;
        _stands = attachment.Stands;
        _only = attachment.Topics.Count == 1 ? attachment.Topics[0] : null;
        var session = attachment.Credential is null ? "" : $"\"session\":\"{attachment.Credential}\",";
        _opening = Encoding.ASCII.GetBytes(
            $"retry: {Retry()}\nevent: session\nid: {attachment.PlaceAt(attachment.Position)}\ndata: {{{session}\"number\":{attachment.Position}}}\n\n");
    }

    public string ContentType => "text/event-stream";

    /// <summary>A reconnection time in milliseconds, spread so that clients do not come back together.</summary>
    public static int Retry() => Random.Shared.Next(1_000, 5_001);

    public void Open(IBufferWriter<byte> output) => output.Write(_opening);

    public void Write(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Text or FrameType.Binary:
                WriteMessage(output, frame);
                break;
            case FrameType.TopicMessage or FrameType.TopicEvent:
                WriteTopic(output, frame);
                break;
            case FrameType.Gap:
                var gap = GapRange.Of(frame);
                _number = gap.To;
                WriteNamed(output, "gap", $"{{\"from\":{gap.From},\"to\":{gap.To}}}");
                break;
            case FrameType.Ping or FrameType.Pong:
                output.Write(":\n\n"u8);
                break;
            case FrameType.Close:
                WriteClose(output, frame);
                break;
        }
    }

    private void WriteMessage(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        _number = frame.Number;
        using var payload = new MessagePayload(frame);
        WriteMessage(output, name: null, frame.Type, payload.Span);
    }

    private void WriteMessage(IBufferWriter<byte> output, string? name, byte kind, ReadOnlySpan<byte> body)
    {
        name ??= kind == FrameType.Text ? null : "binary";
        if (name is not null)
        {
            WriteUtf8(output, $"event: {name}\n");
        }

        WriteId(output);
        if (kind == FrameType.Text)
        {
            EventFraming.WriteTextData(output, body);
        }
        else
        {
            EventFraming.WriteBinaryData(output, body);
        }

        output.Write("\n"u8);
    }

    /// <summary>Where one topic was asked for its messages are like any others; else each bears its topic's name.</summary>
    private void WriteTopic(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        _number = frame.Number;
        using var topic = new TopicFrame(frame);
        topic.Move(_stands);
        if (topic.IsMessage)
        {
            WriteMessage(output, topic.Topic == _only ? null : $"topic:{topic.Topic}", topic.Message.Kind, topic.Message.Body);
        }
        else if (topic.Event?.Gap is { } gap)
        {
            WriteNamed(output, "gap", JsonSerializer.Serialize(gap, TopicJson.Wire.TopicGap));
        }
        else if (!topic.IsNothing)
        {
            WriteNamed(output, "topic", Encoding.UTF8.GetString(topic.Json));
        }
    }

    private void WriteClose(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        var (code, reason) = frame.Close;
        switch (code.Action())
        {
            case CloseAction.Stop:
                WriteNamed(output, "close", $"{{\"code\":\"{code.Name()}\",\"reason\":\"{JsonEncodedText.Encode(reason)}\"}}");
                break;
            case CloseAction.Renegotiate:
                output.Write(Encoding.ASCII.GetBytes($"retry: {Retry()}\nevent: renegotiate\nid:\ndata: {{\"code\":\"{code.Name()}\"}}\n\n"));
                break;
        }
    }

    private void WriteNamed(IBufferWriter<byte> output, string name, string data)
    {
        WriteUtf8(output, $"event: {name}\n");
        WriteId(output);
        WriteUtf8(output, $"data: {data}\n\n");
    }

    private static void WriteUtf8(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private void WriteId(IBufferWriter<byte> output)
    {
        output.Write(_idPrefix);
        var digits = output.GetSpan(20);
        _number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
        _stands?.Write(output);
        output.Write("\n"u8);
    }
}
