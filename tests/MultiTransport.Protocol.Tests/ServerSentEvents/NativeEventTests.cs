using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class NativeEventTests
{
    private const string File = "native-sse.json";

    public static TheoryData<string> Texts => Vector.Names(File, "texts");

    public static TheoryData<string> Binaries => Vector.Names(File, "binaries");

    public static TheoryData<string> Records => Vector.Names(File, "records");

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_becomes_its_data_lines(string name)
    {
        var vector = Vector.Get(File, "texts", name);
        var written = WriteText(vector.Text("message"));
        Assert.Equal(vector.Text("text"), Encoding.UTF8.GetString(written));
        var received = vector.Has("received") ? vector.Text("received") : vector.Text("message");
        Assert.Equal(received, Assert.Single(EventStreamParser.Parse([.. written, .. "\n"u8])).Data);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void A_binary_becomes_base64(string name)
    {
        var vector = Vector.Get(File, "binaries", name);
        var buffer = new ExactBuffer();
        EventFraming.WriteBinaryData(buffer, vector.Bytes("message"));
        Assert.Equal(vector.Text("text"), Encoding.UTF8.GetString(buffer.Written));
        var parsed = Assert.Single(EventStreamParser.Parse([.. buffer.Written, .. "\n"u8]));
        Assert.Equal(vector.Bytes("message"), Convert.FromBase64String(parsed.Data));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_parsed_into_its_events(string name)
    {
        var vector = Vector.Get(File, "records", name);
        var expected = vector.Objects("events");
        var parsed = EventStreamParser.Parse(Encoding.UTF8.GetBytes(vector.Text("text")));
        Assert.Equal(expected.Length, parsed.Count);
        foreach (var (fields, actual) in expected.Zip(parsed))
        {
            Assert.Equal(fields["event"]!.GetValue<string>(), actual.Type);
            Assert.Equal(fields["id"]!.GetValue<string>(), actual.Id);
            Assert.Equal(fields["retry"]?.GetValue<int>(), actual.Retry);
            Assert.True(
                fields["json"] is { } json ? JsonNode.DeepEquals(json, JsonNode.Parse(actual.Data)) : fields["data"]!.GetValue<string>() == actual.Data,
                $"The data is {actual.Data}");
        }
    }

    [Fact]
    public void Any_text_survives_but_for_its_CR() => Prop.ForAll(Generators.Text.ToArbitrary(), text =>
        EventStreamParser.Parse([.. WriteText(text), .. "\n"u8]) is [var parsed]
        && parsed.Data == text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')).Check(Generators.Many.WithMaxTest(3000));

    private static byte[] WriteText(string text)
    {
        var buffer = new ExactBuffer();
        EventFraming.WriteTextData(buffer, Encoding.UTF8.GetBytes(text));
        return buffer.Written;
    }
}
