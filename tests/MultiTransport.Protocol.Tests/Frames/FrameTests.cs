namespace MultiTransport.Protocol.Tests;

public sealed class FrameTests
{
    private const string File = "frames.json";

    public static TheoryData<string> Good => Vector.Names(File, "good");

    public static TheoryData<string> Readable => Vector.Names(File, "read");

    public static TheoryData<string> Sequences => Vector.Names(File, "sequences");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    public static TheoryData<string> Networks => Vector.Names(File, "networks");

    public static TheoryData<string> Ignored => Vector.Names(File, "ignored");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_is_written_and_read(string name) => AssertBothWays(Vector.Get(File, "good", name));

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_tells_of_networks_is_written_and_read(string name) => AssertBothWays(Vector.Get(File, "networks", name));

    /// <summary>A frame whose type is optional cannot break its carrier, whatever is in it.</summary>
    [Theory]
    [MemberData(nameof(Ignored))]
    public void A_broken_report_is_a_whole_frame_and_no_report(string name)
    {
        var reader = new FrameReader(Vector.Get(File, "ignored", name).Bytes("hex"));
        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(FrameType.Report, reader.Type);
        Assert.False(ReportFrame.TryParse(reader.Payload, out _));
        Assert.Equal(FrameReadResult.End, reader.Read());
    }

    private static void AssertBothWays(Vector vector)
    {
        Assert.Equal(Convert.ToHexString(vector.Bytes("hex")), Convert.ToHexString(VectorFrame.Write(vector["frame"].AsObject())));
        var carrier = VectorCarrier.Read(vector.Bytes("hex"));
        Assert.Null(carrier.Fault);
        carrier.AssertFrames([vector["frame"].AsObject()]);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Other_forms_are_read(string name)
    {
        var vector = Vector.Get(File, "read", name);
        var carrier = VectorCarrier.Read(vector.Bytes("hex"));
        Assert.Null(carrier.Fault);
        carrier.AssertFrames([vector["frame"].AsObject()]);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Numbered_frames_are_counted(string name)
    {
        var vector = Vector.Get(File, "sequences", name);
        VectorCarrier.Read(vector.Bytes("hex")).AssertFrames(vector.Objects("frames"));

        var numbers = new List<long?>();
        var reader = new FrameReader(vector.Bytes("hex"));
        var last = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            numbers.Add(FrameType.IsNumbered(reader.Type) ? ++last : null);
        }

        Assert.Equal(vector["numbers"].AsArray().Select(number => number?.GetValue<long>()), numbers);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_is_refused_at_its_part(string name)
    {
        var vector = Vector.Get(File, "bad", name);
        var carrier = VectorCarrier.Read(vector.Bytes("hex"));
        Assert.Equal((vector.Text("part"), vector.Text("code")), (carrier.Fault, carrier.Code));
    }

    [Fact]
    public void Every_type_of_this_version_has_a_vector()
    {
        var vectors = Vector.All(File, "good").Concat(Vector.All(File, "networks")).Concat(Vector.All("attach.json", "good"));
        var types = vectors.Select(vector => vector["frame"]["type"]!.GetValue<string>()).Where(type => type != "optional").Distinct();
        var constants = typeof(FrameType).GetFields().Where(field => field.IsLiteral).Select(field => (byte)field.GetRawConstantValue()!).ToList();
        Assert.All(constants, type => Assert.True(VectorFrame.IsKnown(type), $"0x{type:X2} has no name in the vectors."));
        Assert.Equal(constants.Count, types.Count());
    }

    [Fact]
    public void Optional_types_are_0x80_to_0xDF_and_the_numbered_ones_of_them_begin_at_0xC0()
    {
        var optional = Enumerable.Range(0, 256).Where(type => FrameType.IsOptional((byte)type));
        Assert.Equal(Enumerable.Range(0x80, 0x60), optional);
        var numbered = Enumerable.Range(0x80, 0x80).Where(type => FrameType.IsNumbered((byte)type));
        Assert.Equal(Enumerable.Range(0xC0, 0x20), numbered);
    }
}
