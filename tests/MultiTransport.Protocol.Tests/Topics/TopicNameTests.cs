using System.Text;

namespace MultiTransport.Protocol.Tests;

public sealed class TopicNameTests
{
    private const string File = "topics.json";

    public static TheoryData<string> Names => Vector.Names(File, "names");

    public static TheoryData<string> NamesBad => Vector.Names(File, "namesBad");

    public static TheoryData<string> Keys => Vector.Names(File, "keys");

    public static TheoryData<string> KeysBad => Vector.Names(File, "keysBad");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_may_be(string name)
    {
        var text = Vector.Get(File, "names", name).Text("text");
        Assert.True(TopicName.IsName(text) && TopicName.IsName(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [MemberData(nameof(NamesBad))]
    public void Anything_else_is_no_name(string name)
    {
        var vector = Vector.Get(File, "namesBad", name);
        if (vector.Has("hex"))
        {
            Assert.False(TopicName.IsName(vector.Bytes("hex")));
            return;
        }

        Assert.False(TopicName.IsName(vector.Text("text")));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_may_be(string name)
    {
        var text = Vector.Get(File, "keys", name).Text("text");
        Assert.True(TopicName.IsKey(text) && TopicName.IsKey(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [MemberData(nameof(KeysBad))]
    public void Anything_else_is_no_key(string name)
    {
        var vector = Vector.Get(File, "keysBad", name);
        var bytes = vector.Has("hex") ? vector.Bytes("hex") : Encoding.UTF8.GetBytes(vector.Text("text"));
        Assert.False(TopicName.IsKey(bytes));
        Assert.True(vector.Has("hex") || !TopicName.IsKey(vector.Text("text")));
    }

    [Theory]
    [InlineData(new[] { 'a', '\uD83D' })]
    [InlineData(new[] { '\uDE00', 'a' })]
    public void Half_a_surrogate_pair_is_in_neither(char[] text) => Assert.False(TopicName.IsName(text) || TopicName.IsKey(text));

    [Fact]
    public void No_control_character_is_in_a_name_or_key() => Assert.All(Enumerable.Range(0, 0xA0), value =>
    {
        var text = $"a{(char)value}b";
        var isControl = value is < 0x20 or >= 0x7F;
        Assert.Equal((!isControl && value != '*', !isControl), (TopicName.IsName(text), TopicName.IsKey(text)));
    });
}
