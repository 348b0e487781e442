using System.Buffers;
using MultiTransport.AspNetCore.ServerSentEvents;
using MultiTransport.AspNetCore.Streaming;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Tests.Transports;

/// <summary>What writes a message down for a native client makes nothing anew for each.</summary>
public sealed class FormatAllocationTests
{
    private const int Messages = 5_000;

    private static readonly NativeAttachment Attachment = new(null, 0, "v1.a-session.a-token.", null);

    public static TheoryData<string> Formats => ["events", "JSON lines"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Write_OfAMessage_AllocatesNothing(string name)
    {
        IFrameFormat format = name == "events" ? new EventFormat(Attachment) : new JsonLinesFormat(Attachment);
        var frames = new byte[MessageFrames.EncodedLength(5)];
        MessageFrames.Write(frames, FrameType.Text, default, "hello"u8);
        var output = new ArrayBufferWriter<byte>(1024);
        Write(format, frames, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(format, frames, output);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        Assert.True(each < 8, $"{each} bytes were allocated for each message");
    }

    private static void Write(IFrameFormat format, byte[] frames, ArrayBufferWriter<byte> output)
    {
        for (var number = 1; number <= Messages; number++)
        {
            output.ResetWrittenCount();
            format.Write(output, new OutgoingFrame(FrameType.Text, number, frames, null));
        }
    }
}
