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
    private long _number;

    public EventFormat(NativeAttachment attachment)
    {
        _idPrefix = Encoding.ASCII.GetBytes("id: " + attachment.PlacePrefix);
        _number = attachment.Position;
        var session = attachment.Credential is null ? "" : $"\"session\":\"{attachment.Credential}\",";
        _opening = Encoding.ASCII.GetBytes(
            $"retry: {Retry()}\nevent: session\nid: {attachment.PlacePrefix}{attachment.Position}\ndata: {{{session}\"number\":{attachment.Position}}}\n\n");
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
        if (frame.Type == FrameType.Text)
        {
            WriteId(output);
            EventFraming.WriteTextData(output, payload.Span);
        }
        else
        {
            output.Write("event: binary\n"u8);
            WriteId(output);
            EventFraming.WriteBinaryData(output, payload.Span);
        }

        output.Write("\n"u8);
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
        output.Write(Encoding.ASCII.GetBytes($"event: {name}\n"));
        WriteId(output);
        output.Write(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
    }

    private void WriteId(IBufferWriter<byte> output)
    {
        output.Write(_idPrefix);
        var digits = output.GetSpan(20);
        _number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
        output.Write("\n"u8);
    }
}
