using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class SessionTokenTests
{
    private const string Text = "AQAAAGJ6b2xkb2lkb2ZkdQ";

    public static TheoryData<string> Malformed => new()
    {
        "",
        "AQAAAGJ6b2xkb2lkb2Zkd",
        "AQAAAGJ6b2xkb2lkb2ZkdQA",
        "AQAAAGJ6b2xkb2lkb2ZkdQ==",
        "AQAAAGJ6b2xkb2lkb2Zkd=",
        "AQAAAGJ6b2xkb2lk+2ZkdQ",
        "AQAAAGJ6b2xkb2lk/2ZkdQ",
        "AQAAAGJ6b2xkb2lk!2ZkdQ",
        "AQAAAGJ6b2xkb2lk 2ZkdQ",
        "AQAAAGJ6b2xkb2lkb2Zkd\n",
        "AQAAAGJ6b2xkb2lkb2ZkdR", // the same 16 bytes with a stray bit: an id has one text
        "AQAAAGJ6b2xkb2lké2ZkdQ",
        "\uD83D\uDE00AAAGJ6b2xkb2lkb2Zkd",
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_not_22_base64url_characters_is_refused(string text)
    {
        Assert.False(SessionId.TryParse(text, out _));
        Assert.False(SessionSecret.TryParse(text, out _));
    }

    [Fact]
    public void Any_text_is_parsed_or_refused_without_an_exception()
    {
        var texts = Gen.OneOf(
            Gen.Elements("AZaz09-_+/= \n.!é\uD83D".ToCharArray()).ArrayOf(22).Select(chars => new string(chars)),
            ArbMap.Default.GeneratorFor<string>().Where(text => text is not null));
        Prop.ForAll(texts.ToArbitrary(), text => !SessionId.TryParse(text, out var id) || id.ToString() == text).Check(Generators.Many.WithMaxTest(5000));
    }

    [Fact]
    public void An_id_is_16_bytes_most_significant_first()
    {
        Assert.True(SessionId.TryParse(Text, out var id));
        Assert.Equal((0x01000000_627A6F6CUL, 0x646F6964_6F666475UL, 0), (id.High, id.Low, id.Node));
        Assert.Equal(Text, id.ToString());
    }

    [Fact]
    public void Any_id_and_secret_survive_their_text() => Prop.ForAll(ArbMap.Default.ArbFor<(ulong High, ulong Low)>(), value =>
        SessionId.TryParse(new SessionId(value.High, value.Low).ToString(), out var id) && id == new SessionId(value.High, value.Low)
        && SessionSecret.TryParse(new SessionSecret(value.High, value.Low).Reveal(), out var secret)
        && secret.Matches(new SessionSecret(value.High, value.Low))).Check(Generators.Many);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0xABCDEF)]
    [InlineData(0xFFFFFF)]
    public void A_new_id_names_the_format_and_its_node(int node)
    {
        var ids = Enumerable.Range(0, 100).Select(_ => SessionId.Create(node)).ToList();
        Assert.All(ids, id => Assert.Equal((1UL, node), (id.High >> 56, id.Node)));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void A_secret_matches_itself_alone_and_tells_itself_only_when_asked()
    {
        var secret = SessionSecret.Create();
        Assert.True(secret.Matches(new SessionSecret(secret.High, secret.Low)));
        Assert.False(secret.Matches(new SessionSecret(secret.High ^ 1, secret.Low)));
        Assert.False(secret.Matches(new SessionSecret(secret.High, secret.Low ^ (1UL << 63))));
        Assert.False(secret.Matches(SessionSecret.Create()));
        Assert.Equal(22, secret.Reveal().Length);
        Assert.DoesNotContain(secret.Reveal(), $"{secret}", StringComparison.Ordinal);
        Assert.Equal("(secret)", $"{secret}");
    }
}
