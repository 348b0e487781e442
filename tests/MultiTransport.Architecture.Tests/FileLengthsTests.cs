namespace MultiTransport.Architecture.Tests;

public sealed class FileLengthsTests
{
    [Fact]
    public void A_file_of_source_has_at_most_300_lines() => RuleAssert.Keeps(FileLengths.Violations(SourceTree.Repository));

    [Fact]
    public void A_longer_one_is_found()
    {
        var tree = SourceTree.Of(
            ("src/X/Long.cs", string.Concat(Enumerable.Repeat("\n", 301))),
            ("src/X/Short.cs", string.Concat(Enumerable.Repeat("\n", 300))),
            ("tests/X/Long.cs", string.Concat(Enumerable.Repeat("\n", 301))));
        Assert.Equal(["src/X/Long.cs has 301 lines"], FileLengths.Violations(tree));
    }
}
