using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class EventFramingTests
{
    private const string File = "sse.json";

    public static TheoryData<string> Good => Vector.Names(File, "good");

    public static TheoryData<string> Readable => Vector.Names(File, "read");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    private static Gen<(byte Type, byte[] Payload)> AnyFrame { get; } = Gen.OneOf(
        Generators.Text.Select(text => (FrameType.Text, Encoding.UTF8.GetBytes(text))),
        Generators.Bytes.Select(bytes => (FrameType.Text, bytes)),
        from type in Gen.Elements(FrameType.Binary, FrameType.Fragment, FrameType.Ping, FrameType.Close, (byte)0xC0)
        from bytes in Generators.Bytes
        select (type, bytes));

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "good", name);
        Assert.Equal(vector.Text("text"), Encoding.UTF8.GetString(Write(Frames(vector).SelectMany(frame => frame).ToArray(), 0)));
        Assert.Equal(Frames(vector), EventFrames.Read(Encoding.UTF8.GetBytes(vector.Text("text"))));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Other_forms_are_read(string name)
    {
        var vector = Vector.Get(File, "read", name);
        Assert.Equal(Frames(vector), EventFrames.Read(Encoding.UTF8.GetBytes(vector.Text("text"))));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_carries_no_frame_that_this_version_knows(string name)
    {
        var vector = Vector.Get(File, "bad", name);
        var frame = Assert.Single(EventFrames.Read(Encoding.UTF8.GetBytes(vector.Text("text"))));
        Assert.Equal(vector.Text("code"), frame is null ? CloseCode.FrameMalformed.Name() : VectorCarrier.Read(frame).Code);
    }

    [Fact]
    public void Any_frames_survive_a_parser_of_the_standard()
    {
        var carriers = from frames in AnyFrame.ListOf() from more in Gen.Choose(0, 20) select (frames, more);
        Prop.ForAll(carriers.ToArbitrary(), carrier =>
        {
            var frames = carrier.frames.Select(frame => Frame(frame.Type, frame.Payload)).ToList();
            var stream = Write([.. frames.SelectMany(frame => frame)], carrier.more);
            var read = EventFrames.Read(stream);
            return read.Count == frames.Count
                && read.Zip(frames).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))
                && System.Text.Unicode.Utf8.IsValid(stream);
        }).Check(Generators.Many.WithMaxTest(3000));
    }

    [Fact]
    public void Base64_in_place_holds_for_every_length()
    {
        var payload = Enumerable.Range(0, 400).Select(value => (byte)(value * 7)).ToArray();
        for (var length = 0; length < payload.Length; length++)
        {
            var frame = Frame(FrameType.Binary, payload[..length]);
            var expected = $"data:={Convert.ToBase64String([FrameType.Binary, .. payload[..length]])}\n\n";
            Assert.Equal(expected, Encoding.UTF8.GetString(Write(frame, 0)));
            Assert.Equal(expected, Encoding.UTF8.GetString(Write(frame, 5)));
        }
    }

    [Fact]
    public void A_piece_of_the_longest_kind_survives()
    {
        var frame = Frame(FrameType.Fragment, [.. Enumerable.Range(0, MessageFrames.MaxPiece).Select(value => (byte)value)]);
        Assert.Equal(frame, Assert.Single(EventFrames.Read(Write(frame, 0))));
    }

    [Fact]
    public void A_topics_text_is_text_unless_it_ends_a_message_in_pieces()
    {
        var topic = Frame(FrameType.TopicMessage, [3, 7, 0, (byte)'t', .. "Hi"u8]);
        var ping = Frame(FrameType.Ping, []);
        byte[] frames = [.. topic, .. ping, .. topic, .. Frame(FrameType.Fragment, [1]), .. ping, .. topic, .. topic];

        var kinds = Encoding.UTF8.GetString(Write(frames, 0)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[..6]);

        Assert.Equal(["data:m", "data:=", "data:m", "data:=", "data:=", "data:=", "data:m"], kinds);
    }

    private static byte[][] Frames(Vector vector) => [.. vector["frames"].AsArray().Select(frame => VectorBytes.Read(frame!))];

    private static byte[] Write(byte[] frames, int more)
    {
        var buffer = new ExactBuffer(more);
        EventFraming.WriteEvents(buffer, frames);
        return buffer.Written;
    }

    private static byte[] Frame(byte type, byte[] payload)
    {
        var frame = new byte[payload.Length + 16];
        return frame[..FrameWriter.Write(frame, type, payload)];
    }
}
