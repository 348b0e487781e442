using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.2 and 3.1. Its pings are left unanswered: they need 15 s of silence, which no cell has.</summary>
internal sealed class SdkSseClient(ClientSetup setup, int number) : SdkPostClient(setup, number, "sdk sse")
{
    private static readonly RequestWriter Request = new("POST", Target.Path + "/sse");

    private readonly byte[] _frame = new byte[256];
    private bool _isOpen;

    private static ReadOnlySpan<byte> TextStart => "data:t"u8;

    private static ReadOnlySpan<byte> Base64Start => "data:="u8;

    protected override void Attach(ClientSocket connection)
    {
        connection.Receiver = new EventStream(OnEvent);
        connection.Send(Request.Write(Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew()).Bytes));
    }

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
            Read(Downstream, FrameType.Text, lines[TextStart.Length..], ref batch);
        }
        else if (lines.StartsWith(Base64Start)
            && Base64.DecodeFromUtf8(lines[Base64Start.Length..], _frame, out _, out var length) == OperationStatus.Done)
        {
            Read(Downstream, _frame[0], _frame.AsSpan(1, length - 1), ref batch);
        }
        else
        {
            throw Fault("an event that is no frame: " + Encoding.UTF8.GetString(lines));
        }

        Act(in batch);
    }

    private void Act(in SdkBatch batch)
    {
        if (batch.CloseCode != 0)
        {
            throw Fault($"closed with {batch.CloseCode}");
        }

        if (!_isOpen)
        {
            _isOpen = true;
            Opened();
        }

        if (batch.HasText)
        {
            Echoed(batch.Text);
        }
    }
}
