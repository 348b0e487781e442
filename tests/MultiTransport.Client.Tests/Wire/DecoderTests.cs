using System.Buffers;
using System.Text;

namespace MultiTransport.Client.Tests;

public sealed class DecoderTests
{
    private const ulong Nonce = 0x1122334455667788;

    public static TheoryData<bool, int> Cuts
    {
        get
        {
            var cuts = new TheoryData<bool, int>();
            foreach (var size in (int[])[1, 2, 3, 7, 64, 100_000])
            {
                cuts.Add(false, size);
                cuts.Add(true, size);
            }

            return cuts;
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Feed_CutAnywhere_GivesTheSameFrames(bool events, int size)
    {
        byte[] frames =
        [
            .. Attached(), .. WireFrames.Text(""), .. WireFrames.Text("Hi\nyou"), .. WireFrames.Text("a\n b"), .. WireFrames.Text("c\r\nd"),
            .. WireFrames.Of(FrameType.Binary, [0, 1, 2, 255]), .. WireFrames.Of(FrameType.Fragment, "ü"u8[..1].ToArray()), .. WireFrames.Of(FrameType.Text, "ü"u8[1..].ToArray()),
            .. WireFrames.Of(FrameType.Binary, new byte[32_768]),
            .. TopicMessage("Hi\n, you"), .. TopicMessage(""), .. TopicMessage("a\n b"), .. TopicMessage(new string('ü', 16_300)), .. WireFrames.Close(CloseCode.Rotate, "later"),
        ];
        var taken = Run(events ? Events(frames) : frames, events ? new EventDecoder() : new BinaryDecoder(), size, out var reader);
        Assert.Equal(["t", "tHi\nyou", "ta\n b", "tc\r\nd", "b4", "tü", "b32768", "mHi\n, you", "m", "ma\n b", $"m{new string('ü', 16_300)}"], taken.Messages);
        Assert.Equal((CarrierEndKind.Closed, (int)CloseCode.Rotate, "later"), (reader.End!.Kind, reader.End.Number, reader.End.Detail));
    }

    [Theory]
    [InlineData("<html><body>Welcome</body></html>\n")]
    [InlineData("HTTP/1.1 200 OK\n\n")]
    public void Feed_SomebodyElsesText_IsNotOurs(string text)
    {
        foreach (var decoder in (IFrameDecoder[])[new BinaryDecoder(), new EventDecoder()])
        {
            Run(Encoding.UTF8.GetBytes(text), decoder, 1000, out var reader);
            Assert.False(reader.IsOurs);
            Assert.True(reader.End is null or { Kind: CarrierEndKind.NotOurs });
        }
    }

    [Fact]
    public void Feed_CommentsAndCarriageReturns_AreSkipped()
    {
        var text = Encoding.UTF8.GetString(Events([.. Attached(), .. WireFrames.Text("x")])).Replace("\n", "\r\n", StringComparison.Ordinal);
        var taken = Run(Encoding.UTF8.GetBytes($": hello\r\n\r\n{text}: bye\r\n"), new EventDecoder(), 5, out _);
        Assert.Equal(["tx"], taken.Messages);
    }

    [Theory]
    [InlineData("mAwcAdA==")]
    [InlineData("m,Hi")]
    [InlineData("m!,Hi")]
    [InlineData("mAwcAdA,Hi")]
    [InlineData("mAwcA\ndata:dA==,Hi")]
    public void Feed_TopicMessageWithoutAWholeHead_EndsTheCarrier(string data)
    {
        Run([.. Events(Attached()), .. Encoding.UTF8.GetBytes($"data:{data}\n\n")], new EventDecoder(), 1000, out var reader);
        Assert.Equal((CarrierEndKind.Cut, "frame-malformed"), (reader.End!.Kind, reader.End.Code));
    }

    [Fact]
    public void Feed_TopicMessageOverAPiece_EndsTheCarrier()
    {
        foreach (var (head, body) in ((string, int)[])[("AwcAdA==", 32_765), (new string('A', 8_000), 1), ("AwcAdA==", 100_000)])
        {
            Run([.. Events(Attached()), .. Encoding.UTF8.GetBytes($"data:m{head},{new string('a', body)}\n\n")], new EventDecoder(), 1000, out var reader);
            Assert.Equal("frame-malformed", reader.End!.Code);
        }
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "frame-malformed", [0x00] },
        { "frame-malformed", [0xFF, 0xFF, 0x7F, 0x74] },
        { "frame-malformed", WireFrames.Of(FrameType.Ack, []) },
        { "frame-malformed", WireFrames.Gap(3, 2) },
        { "frame-unknown", WireFrames.Of((byte)'!', []) },
        { "frame-unknown", WireFrames.Of(FrameType.Attach, []) },
        { "position-invalid", WireFrames.Ack(99) },
        { "position-ahead", WireFrames.Gap(2, 3) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Take_BrokenFrame_EndsTheCarrierAlone(string code, byte[] frame)
    {
        Run([.. Attached(), .. frame], new BinaryDecoder(), 1000, out var reader);
        Assert.Equal((CarrierEndKind.Cut, code), (reader.End!.Kind, reader.End.Code));
    }

    [Fact]
    public void Take_RepeatedAndAheadNumbers_AreDroppedAndRefused()
    {
        var taken = Run([.. Attached(position: 0), .. WireFrames.Text("1"), .. WireFrames.Text("2")], new BinaryDecoder(), 1000, out _, received: 1);
        Assert.Equal(["t2"], taken.Messages);
        Run(Attached(position: 5), new BinaryDecoder(), 1000, out var reader, received: 1);
        Assert.Equal("position-ahead", reader.End!.Code);
    }

    private static byte[] TopicMessage(string body) => WireFrames.Of(FrameType.TopicMessage, [3, 7, 0, FrameType.Text, .. Encoding.UTF8.GetBytes(body)]);

    private static byte[] Attached(long position = 0) => WireFrames.Of(new AttachedFrame { Nonce = Nonce, Connection = 1, Active = true, Position = position });

    private static byte[] Events(byte[] frames)
    {
        var output = new ArrayBufferWriter<byte>();
        EventFraming.WriteEvents(output, frames);
        return output.WrittenSpan.ToArray();
    }

    private static Taken Run(byte[] bytes, IFrameDecoder decoder, int size, out CarrierReader reader, long received = 0)
    {
        var taken = new Taken { Received = received };
        reader = new CarrierReader(Nonce, taken, taken);
        for (var at = 0; at < bytes.Length; at += size)
        {
            decoder.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)), reader);
        }

        return taken;
    }

    private sealed class Taken : IDownstream, ICarrierOwner
    {
        public List<string> Messages { get; } = [];

        public long Received { get; set; }

        public void Message(byte type, ReadOnlySpan<byte> payload)
        {
            Received++;
            Messages.Add(type switch
            {
                FrameType.Text => $"t{Encoding.UTF8.GetString(payload)}",
                FrameType.TopicMessage when TopicMessagePayload.TryParse(payload, out var topic) => $"m{Encoding.UTF8.GetString(topic.Body)}",
                _ => $"{(char)type}{payload.Length}",
            });
        }

        public void Gap(long from, long to) => Received = to;

        public bool Ack(long number) => number == 0;

        public void Fail(long number, string code)
        {
        }

        public void Attached(AttachedFrame frame)
        {
        }

        public void Ping(ReadOnlySpan<byte> payload)
        {
        }

        public void Pong(ReadOnlySpan<byte> payload)
        {
        }

        public void Delivered()
        {
        }
    }
}
