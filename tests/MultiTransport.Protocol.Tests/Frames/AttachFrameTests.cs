namespace MultiTransport.Protocol.Tests;

public sealed class AttachFrameTests
{
    private const string File = "attach.json";

    public static TheoryData<string> Good => Vector.Names(File, "good");

    public static TheoryData<string> Readable => Vector.Names(File, "read");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "good", name);
        Assert.Equal(Convert.ToHexString(vector.Bytes("hex")), Convert.ToHexString(VectorFrame.Write(vector["frame"].AsObject())));
        VectorCarrier.ReadUpstream(vector.Bytes("hex")).AssertFrames([vector["frame"].AsObject()]);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Other_forms_are_read(string name)
    {
        var vector = Vector.Get(File, "read", name);
        VectorCarrier.ReadUpstream(vector.Bytes("hex")).AssertFrames([vector["frame"].AsObject()]);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_is_refused(string name)
    {
        var vector = Vector.Get(File, "bad", name);
        Assert.Equal(vector.Text("code"), VectorCarrier.ReadUpstream(vector.Bytes("hex")).Code);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void No_beginning_of_an_attach_is_one(string name)
    {
        var reader = new FrameReader(Vector.Get(File, "good", name).Bytes("hex"));
        reader.Read();
        for (var length = 0; length < reader.Payload.Length; length++)
        {
            Assert.Equal(AttachParseResult.Malformed, AttachFrame.TryParse(reader.Payload[..length], out _));
        }
    }

    [Fact]
    public void Its_text_does_not_tell_the_secret()
    {
        var frame = Vector.Get(File, "good", "poll, held for 20 s")["frame"];
        var secret = frame["secret"]!.GetValue<string>();
        var attach = new AttachFrame { Secret = VectorFrame.Secret(secret) };
        Assert.DoesNotContain(secret, attach.ToString(), StringComparison.Ordinal);
        Assert.Equal(secret, attach.Secret.Reveal());
    }
}
