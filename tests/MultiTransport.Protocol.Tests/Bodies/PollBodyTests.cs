namespace MultiTransport.Protocol.Tests;

public sealed class PollBodyTests
{
    private const string File = "poll-bodies.json";

    public static TheoryData<string> Requests => Vector.Names(File, "requests");

    public static TheoryData<string> Answers => Vector.Names(File, "answers");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "requests", name);
        var carrier = AssertWrittenAndRead(vector);
        Assert.Equal("attach", carrier.Frames[0]["type"]!.GetValue<string>());
        Assert.Equal(vector.Text("path") is "send" or "close", carrier.Frames[0]["mode"]!.GetValue<string>() == "send");
        Assert.Equal(vector.Text("path") == "close", carrier.Frames[^1]["type"]!.GetValue<string>() == "close");
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "answers", name);
        var carrier = AssertWrittenAndRead(vector);
        Assert.Equal("attached", carrier.Frames[0]["type"]!.GetValue<string>());
        Assert.Equal(vector.Text("path") != "poll", carrier.Frames[0]["connection"]!.GetValue<long>() == 0);
        Assert.Equal("close", carrier.Frames[^1]["type"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_request_counts_up_to_its_fault(string name)
    {
        var vector = Vector.Get(File, "bad", name);
        var carrier = VectorCarrier.ReadUpstream(vector.Bytes("hex"));
        Assert.Equal(vector.Text("code"), carrier.Code);
        carrier.AssertFrames(vector.Objects("frames"));
    }

    private static VectorCarrier AssertWrittenAndRead(Vector vector)
    {
        var frames = vector.Objects("frames");
        Assert.Equal(Convert.ToHexString(vector.Bytes("hex")), Convert.ToHexString([.. frames.SelectMany(VectorFrame.Write)]));
        var carrier = VectorCarrier.Read(vector.Bytes("hex"));
        Assert.Null(carrier.Fault);
        carrier.AssertFrames(frames);
        return carrier;
    }
}
