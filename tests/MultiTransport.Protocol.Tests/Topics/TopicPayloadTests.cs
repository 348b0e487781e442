using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class TopicPayloadTests
{
    private const string File = "topics.json";

    public static TheoryData<string> Messages => Vector.Names(File, "messages");

    public static TheoryData<string> MessagesRead => Vector.Names(File, "messagesRead");

    public static TheoryData<string> MessagesBad => Vector.Names(File, "messagesBad");

    public static TheoryData<string> Publishes => Vector.Names(File, "publishes");

    public static TheoryData<string> PublishesBad => Vector.Names(File, "publishesBad");

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_topic_message_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "messages", name);
        var head = new byte[TopicMessagePayload.MaxHead];
        var length = TopicMessagePayload.WriteHead(
            head, vector.Number("index"), vector.Number("position"), Utf8(vector, "key"), Utf8(vector, "publisher"), Kind(vector));
        Assert.Equal(vector.Bytes("hex"), head[..length].Concat(vector.Bytes("body")));
        AssertRead(vector);
    }

    [Theory]
    [MemberData(nameof(MessagesRead))]
    public void Other_forms_of_a_topic_message_are_read(string name) => AssertRead(Vector.Get(File, "messagesRead", name));

    [Theory]
    [MemberData(nameof(MessagesBad))]
    public void What_is_no_topic_message_is_not_read(string name) =>
        Assert.False(TopicMessagePayload.TryParse(Vector.Get(File, "messagesBad", name).Bytes("hex"), out _));

    [Theory]
    [MemberData(nameof(Publishes))]
    public void A_publish_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "publishes", name);
        var head = new byte[PublishPayload.MaxHead];
        var length = PublishPayload.WriteHead(head, Utf8(vector, "topic"), Utf8(vector, "key"), !vector.Has("notToSelf"), Kind(vector));
        Assert.Equal(vector.Bytes("hex"), head[..length].Concat(vector.Bytes("body")));

        Assert.True(PublishPayload.TryParse(vector.Bytes("hex"), out var publish));
        Assert.Equal(vector.Text("topic"), Encoding.UTF8.GetString(publish.Topic));
        Assert.Equal(Utf8(vector, "key"), publish.Key);
        Assert.Equal((vector.Has("notToSelf"), vector.Has("key")), ((publish.Options & PublishPayload.NotToSelf) != 0, (publish.Options & PublishPayload.HasKey) != 0));
        Assert.Equal((Kind(vector), length), (publish.Kind, publish.HeadLength));
        Assert.Equal(vector.Bytes("body"), publish.Body);
    }

    [Theory]
    [MemberData(nameof(PublishesBad))]
    public void A_bad_publish_is_refused_with_its_code(string name)
    {
        var vector = Vector.Get(File, "publishesBad", name);
        Assert.Equal(vector.Text("code"), Refusal(vector.Bytes("hex")));
    }

    [Fact]
    public void A_publish_with_options_of_a_later_version_tells_its_topic_and_no_more()
    {
        Assert.True(PublishPayload.TryParse([4, .. "news"u8, 0x84, 1, 2, 3], out var publish));
        Assert.Equal(("news", 0x84, 0), (Encoding.UTF8.GetString(publish.Topic), publish.Options, publish.Body.Length));
    }

    [Fact]
    public void No_bytes_break_a_reader() => Prop.ForAll(Generators.Bytes.ToArbitrary(), bytes =>
        (!TopicMessagePayload.TryParse(bytes, out var message) || message.HeadLength + message.Body.Length == bytes.Length)
        && (!PublishPayload.TryParse(bytes, out var publish) || publish.HeadLength + publish.Body.Length <= bytes.Length)).Check(Generators.Many.WithMaxTest(5000));

    private static void AssertRead(Vector vector)
    {
        var bytes = vector.Bytes("hex");
        Assert.True(TopicMessagePayload.TryParse(bytes, out var message));
        Assert.Equal((vector.Number("index"), vector.Number("position"), Kind(vector)), (message.Index, message.Position, message.Kind));
        Assert.Equal(Utf8(vector, "key"), message.Key);
        Assert.Equal(Utf8(vector, "publisher"), message.Publisher);
        Assert.Equal(vector.Bytes("body"), message.Body);
        Assert.Equal(bytes.Length, message.HeadLength + message.Body.Length);
    }

    /// <summary>What a server answers: the shape is the business of the reader, and what the fields say is checked after it.</summary>
    private static string? Refusal(byte[] payload)
    {
        if (!PublishPayload.TryParse(payload, out var publish) || (publish.Options & ~(PublishPayload.HasKey | PublishPayload.NotToSelf)) != 0)
        {
            return FailCode.NotSupported;
        }

        return !TopicName.IsName(publish.Topic) ? TopicCode.TopicMalformed
            : (publish.Options & PublishPayload.HasKey) != 0 && !TopicName.IsKey(publish.Key) ? TopicCode.KeyMalformed
            : null;
    }

    private static byte Kind(Vector vector) => (byte)vector.Text("kind").Single();

    private static byte[] Utf8(Vector vector, string field) => vector.Has(field) ? Encoding.UTF8.GetBytes(vector.Text(field)) : [];
}
