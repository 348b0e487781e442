using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class FrameReaderTests
{
    /// <summary>Random bytes, and bytes that begin like frames.</summary>
    private static Gen<byte[]> Wire { get; } = Gen.OneOf(
        Generators.Bytes,
        Gen.Choose(0, 6).Select(value => (byte)value).ArrayOf(),
        from frames in Generators.Bytes.ListOf()
        from cut in Gen.Choose(0, 3)
        select frames.SelectMany(Frame).SkipLast(cut).ToArray());

    [Fact]
    public void Any_bytes_are_read_to_an_end_without_a_look_outside() => Prop.ForAll(Wire.ToArbitrary(), bytes =>
    {
        var reader = new FrameReader(bytes);
        var position = 0;
        while (reader.Read() is var result && result == FrameReadResult.Frame)
        {
            var length = Varint.TryRead(bytes.AsSpan(position), out var stated, out var prefix) ? (int)stated : 0;
            if (!bytes.AsSpan(position + prefix + 1, length - 1).SequenceEqual(reader.Payload)
                || (!reader.Payload.IsEmpty && (!bytes.AsSpan().Overlaps(reader.Payload, out var offset) || offset != position + prefix + 1))
                || bytes[position + prefix] != reader.Type
                || reader.Rest.Length != bytes.Length - position - prefix - length)
            {
                return false;
            }

            position += prefix + length;
        }

        return reader.Read() == (position == bytes.Length ? FrameReadResult.End : FrameReadResult.Malformed);
    }).Check(Generators.Many.WithMaxTest(3000));

    [Fact]
    public void Any_payload_is_parsed_or_refused_without_an_exception() => Prop.ForAll(Generators.Bytes.ToArbitrary(), payload =>
    {
        for (var type = 0; type <= byte.MaxValue; type++)
        {
            VectorFrame.Read((byte)type, payload);
        }
    }).Check(Generators.Many);

    [Fact]
    public void A_frame_of_the_longest_length_is_read_and_a_longer_one_is_not()
    {
        var longest = new byte[FrameReader.MaxFrameLength + 3];
        Assert.Equal(longest.Length, FrameWriter.Write(longest, FrameType.Binary, new byte[FrameReader.MaxFrameLength - 1]));
        var reader = new FrameReader(longest);
        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(FrameReader.MaxFrameLength - 1, reader.Payload.Length);

        var longer = new byte[FrameReader.MaxFrameLength + 4];
        FrameWriter.Write(longer, FrameType.Binary, new byte[FrameReader.MaxFrameLength]);
        Assert.Equal(FrameReadResult.Malformed, new FrameReader(longer).Read());
    }

    [Fact]
    public void Unknown_optional_frames_are_skipped_and_nothing_else_of_the_carrier_changes()
    {
        var optional =
            from type in Gen.Choose(0x80, 0xDF)
            where (byte)type is not (FrameType.Publish or FrameType.TopicEvent)
            from payload in Generators.Bytes
            select (Type: (byte)type, Payload: payload);
        var carriers = from number in Generators.Number from between in optional.ListOf() select (number, between);
        Prop.ForAll(carriers.ToArbitrary(), carrier =>
        {
            var ack = new byte[FrameWriter.MaxControlFrame];
            ack = ack[..FrameWriter.WriteAck(ack, carrier.number)];
            byte[] bytes = [.. ack, .. carrier.between.SelectMany(frame => Frame([frame.Type, .. frame.Payload])), .. ack];
            var read = VectorCarrier.Read(bytes);
            return read.Fault is null
                && read.Frames.Where(frame => frame["type"]!.GetValue<string>() == "ack").Count() == 2
                && read.Frames.Count(frame => frame["numbered"]?.GetValue<bool>() == true) == carrier.between.Count(frame => frame.Type >= 0xC0);
        }).Check(Generators.Many);
    }

    private static byte[] Frame(byte[] typeAndPayload)
    {
        var bytes = new byte[Varint.MaxLength];
        return [.. bytes[..Varint.Write(bytes, typeAndPayload.Length)], .. typeAndPayload];
    }
}
