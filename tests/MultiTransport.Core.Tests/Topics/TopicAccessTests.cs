namespace MultiTransport.Core.Tests;

public sealed class TopicAccessTests
{
    [Theory]
    [InlineData("nobody", false, null)]
    [InlineData("anyone", true, null)]
    [InlineData("policy:members", false, "members")]
    [InlineData("policy:a:b", false, "a:b")]
    public void TryParse_OfWhatIsAccepted_SurvivesItsText(string text, bool isAnyone, string? policy)
    {
        Assert.True(TopicAccess.TryParse(text, out var access));
        Assert.Equal((isAnyone, policy, text), (access.IsAnyone, access.PolicyName, access.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Anyone")]
    [InlineData("policy:")]
    [InlineData("policy: ")]
    [InlineData("Policy:members")]
    [InlineData("everyone")]
    public void TryParse_OfAnythingElse_IsNobody(string? text)
    {
        Assert.False(TopicAccess.TryParse(text, out var access));
        Assert.Equal(TopicAccess.Nobody, access);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Policy_WithoutAName_Throws(string name) => Assert.Throws<ArgumentException>(() => TopicAccess.Policy(name));
}
