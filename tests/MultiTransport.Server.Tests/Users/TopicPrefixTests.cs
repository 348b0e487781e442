using System.Security.Claims;
using MultiTransport.Server.Users;

namespace MultiTransport.Server.Tests.Users;

public sealed class TopicPrefixTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("news", true)]
    [InlineData("user:{sub}:", true)]
    [InlineData("{org}:{sub}:inbox", true)]
    [InlineData("user:{sub}", false)] // 'user:1' would be the beginning of 'user:12'
    [InlineData("user:{sub}x:", false)]
    [InlineData("user:{}:", false)]
    [InlineData("user:{sub:", false)]
    [InlineData("user:sub}:", false)]
    [InlineData("user:{{sub}}:", false)]
    public void IsWellFormed_OfAPrefix_WantsAColonAfterEachClaim(string prefix, bool expected) => Assert.Equal(expected, TopicPrefix.IsWellFormed(prefix));

    [Theory]
    [InlineData("user:{sub}:", "user:ann:")]
    [InlineData("{org}:{sub}:inbox", "acme:ann:inbox")]
    [InlineData("news", "news")]
    public void TryExpand_WithTheClaims_PutsThemIn(string prefix, string expected)
    {
        Assert.True(TopicPrefix.TryExpand(prefix, User(("sub", "ann"), ("org", "acme")), out var expanded));
        Assert.Equal(expected, expanded);
    }

    [Theory]
    [InlineData("ann:bob")] // would be the prefix of something that belongs to 'ann'
    [InlineData("")]
    public void TryExpand_OfAValueThatReachesBeyondItsPlace_Fails(string value) => Assert.False(TopicPrefix.TryExpand("user:{sub}:", User(("sub", value)), out _));

    [Fact]
    public void TryExpand_OfAMissingClaim_Fails() => Assert.False(TopicPrefix.TryExpand("user:{sub}:", User(("org", "acme")), out _));

    [Fact]
    public void TryExpand_OfAClaimToldTwice_Fails() => Assert.False(TopicPrefix.TryExpand("user:{sub}:", User(("sub", "ann"), ("sub", "bob")), out _));

    [Fact]
    public void TryExpand_OfAValueInBraces_IsNotExpandedAgain()
    {
        Assert.True(TopicPrefix.TryExpand("user:{sub}:", User(("sub", "{org}"), ("org", "acme")), out var expanded));
        Assert.Equal("user:{org}:", expanded);
    }

    private static ClaimsPrincipal User(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(claims.Select(static claim => new Claim(claim.Type, claim.Value)), "test"));
}
