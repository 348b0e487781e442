using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class MessageFramesTests
{
    private const string File = "messages.json";

    public static TheoryData<string> Good => Vector.Names(File, "good");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_travels_in_its_frames(string name)
    {
        var vector = Vector.Get(File, "good", name);
        var head = vector.Has("correlation") ? VectorFrame.Head(vector.Number("correlation"), vector.Text("kind")) : [];
        var body = vector.Bytes("body");
        byte[] payload = [.. head, .. body];

        var written = new byte[vector.Number("encoded")];
        var type = VectorFrame.Type(vector.Text("type"));
        Assert.Equal(written.Length, MessageFrames.EncodedLength(payload.Length));
        Assert.Equal(written.Length, MessageFrames.Write(written, type, head, body));

        var rest = written.AsSpan();
        var position = 0;
        foreach (var frame in vector.Objects("frames"))
        {
            var header = VectorBytes.Read(frame["header"]!);
            var length = frame["payload"]!.GetValue<int>();
            Assert.Equal(header, rest[..header.Length]);
            Assert.True(payload.AsSpan(position, length).SequenceEqual(rest.Slice(header.Length, length)));
            rest = rest[(header.Length + length)..];
            position += length;
        }

        Assert.Equal((payload.Length, 0), (position, rest.Length));
        var joined = new byte[payload.Length];
        Assert.Equal(payload.Length, MessageFrames.CopyPayload(written, joined));
        Assert.True(payload.AsSpan().SequenceEqual(joined));
    }

    [Fact]
    public void Messages_survive_any_split_of_their_pieces_and_frames_between_them() => Prop.ForAll(Carrier.ToArbitrary(), frames =>
    {
        var bytes = frames.SelectMany(frame => Frame(frame.Type, frame.Payload)).ToArray();
        return Join(bytes) is { } messages && messages.SequenceEqual(Join(frames), MessageComparer);
    }).Check(Generators.Many);

    [Fact]
    public void Every_length_travels_as_its_shortest_row_of_frames()
    {
        var lengths = from pieces in Gen.Choose(0, 3) from near in Gen.Choose(-3, 3) select Math.Max(0, (pieces * MessageFrames.MaxPiece) + near);
        Prop.ForAll(lengths.ToArbitrary(), length =>
        {
            var written = new byte[MessageFrames.EncodedLength(length)];
            var body = new byte[length];
            Random.Shared.NextBytes(body);
            var whole = MessageFrames.Write(written, FrameType.Binary, [], body) == written.Length;
            return whole && Join(written) is [var message] && message.Payload.AsSpan().SequenceEqual(body)
                && Count(written) == Math.Max(1, (length + MessageFrames.MaxPiece - 1) / MessageFrames.MaxPiece);
        }).Check(Generators.Many.WithMaxTest(200));
    }

    /// <summary>Frames as a carrier brings them: pieces cut anywhere, control and unknown optional frames between them.</summary>
    private static Gen<(byte Type, byte[] Payload)[]> Carrier { get; } =
        from types in Gen.Elements(
            FrameType.Fragment, FrameType.Fragment, FrameType.Ping, FrameType.Ack, (byte)0x80, (byte)0xBF, FrameType.Text, FrameType.Binary).ArrayOf()
        from payloads in Generators.Bytes.ArrayOf(types.Length)
        select types.Zip(payloads).ToArray();

    private static EqualityComparer<(byte Type, byte[] Payload)> MessageComparer { get; } = EqualityComparer<(byte Type, byte[] Payload)>.Create(
        (one, other) => one.Type == other.Type && one.Payload.AsSpan().SequenceEqual(other.Payload));

    private static byte[] Frame(byte type, byte[] payload)
    {
        var frame = new byte[payload.Length + 16];
        return frame[..FrameWriter.Write(frame, type, payload)];
    }

    /// <summary>The messages in the bytes of a carrier, by the reader of the protocol project; null if it finds a fault.</summary>
    private static List<(byte Type, byte[] Payload)>? Join(byte[] bytes)
    {
        var frames = new List<(byte Type, byte[] Payload)>();
        var reader = new FrameReader(bytes);
        while (reader.Read() is var result && result != FrameReadResult.End)
        {
            if (result == FrameReadResult.Malformed)
            {
                return null;
            }

            frames.Add((reader.Type, reader.Payload.ToArray()));
        }

        return Join(frames);
    }

    private static List<(byte Type, byte[] Payload)> Join(IEnumerable<(byte Type, byte[] Payload)> frames)
    {
        var messages = new List<(byte Type, byte[] Payload)>();
        var pieces = new List<byte>();
        foreach (var (type, payload) in frames.Where(frame => frame.Type == FrameType.Fragment || FrameType.IsNumbered(frame.Type)))
        {
            pieces.AddRange(payload);
            if (type != FrameType.Fragment)
            {
                messages.Add((type, [.. pieces]));
                pieces.Clear();
            }
        }

        return messages;
    }

    private static int Count(byte[] bytes)
    {
        var reader = new FrameReader(bytes);
        var count = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            count++;
        }

        return count;
    }
}
