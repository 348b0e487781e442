using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.2 and 3.1.</summary>
internal sealed class SdkSseClient(ClientSetup setup, int number) : SdkHeldClient(setup, number, "sse", "sse")
{
    private byte[] _frame = new byte[256];
    private byte[] _lines = [];

    private static ReadOnlySpan<byte> TextStart => "data:t"u8;

    private static ReadOnlySpan<byte> Base64Start => "data:="u8;

    protected override IReceiver NewReceiver(Action ended, ResponseHandler refused) =>
        new EventStream(Setup.Traffic, OnEvent) { Ended = ended, Refused = refused };

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        while (lines.StartsWith(":"u8))
        {
            var end = lines.IndexOf((byte)'\n');
            lines = end < 0 ? default : lines[(end + 1)..];
        }

        if (lines.IsEmpty)
        {
            return;
        }

        var batch = default(SdkBatch);
        if (lines.StartsWith(TextStart))
        {
            Reader.Read(Downstream, FrameType.Text, Join(lines[TextStart.Length..]), ref batch, delivers: true);
        }
        else if (lines.StartsWith(Base64Start) && TryDecode(lines[Base64Start.Length..], out var length))
        {
            Reader.Read(Downstream, _frame[0], _frame.AsSpan(1, length - 1), ref batch, delivers: true);
        }
        else
        {
            throw Fault("an event that is no frame: " + Encoding.UTF8.GetString(lines));
        }

        Act(in batch);
    }

    private bool TryDecode(ReadOnlySpan<byte> base64, out int length)
    {
        if (_frame.Length < base64.Length)
        {
            _frame = new byte[base64.Length * 2];
        }

        return Base64.DecodeFromUtf8(base64, _frame, out _, out length) == OperationStatus.Done;
    }

    /// <summary>A text with line feeds stands in several <c>data:</c> lines.</summary>
    private ReadOnlySpan<byte> Join(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'\n') < 0)
        {
            return text;
        }

        _lines = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\ndata:", "\n", StringComparison.Ordinal));
        return _lines;
    }
}
