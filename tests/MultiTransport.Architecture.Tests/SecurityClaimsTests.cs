namespace MultiTransport.Architecture.Tests;

public sealed class SecurityClaimsTests
{
    private const string Head = "# Security\n\n## Threats and defences\n\n| threat | defence | in `src` | tested by |\n| --- | --- | --- | --- |\n";

    [Fact]
    public void Every_defence_names_tests_that_there_are()
    {
        RuleAssert.Keeps(SecurityClaims.Violations(SourceTree.Repository));
        Assert.True(SecurityClaims.Rows(SourceTree.Repository).Count() > 20, "The table of SECURITY.md was not found.");
    }

    [Theory]
    [InlineData("`ATests`", null)]
    [InlineData("`ATests.Does`, `ATests`", null)]
    [InlineData("Core", "SECURITY.md(7) names no test: it comes")]
    [InlineData("`BTests`", "SECURITY.md(7) names BTests, which is not there")]
    [InlineData("`ATests.Other`", "SECURITY.md(7) names ATests.Other, which is not there")]
    [InlineData("`ATests.Doe`", "SECURITY.md(7) names ATests.Doe, which is not there")]
    public void A_claim_without_its_test_is_found(string tests, string? expected)
    {
        var tree = SourceTree.Of(
            ("SECURITY.md", $"{Head}| it comes | we stay | `Core` | {tests} |\n\n## Elsewhere\n\n| a | b |\n"),
            ("tests/X/ATests.cs", "public sealed class ATests { [Fact] public void Does() { } }"));

        Assert.Equal(expected is null ? [] : [expected], SecurityClaims.Violations(tree));
    }
}
