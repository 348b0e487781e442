namespace MultiTransport.Architecture.Tests;

public sealed class MachinePathsTests
{
    [Fact]
    public void No_file_names_a_machine_or_a_registry() => RuleAssert.Keeps(MachinePaths.Violations(SourceTree.Repository));

    // Cut by a bar, so that this file keeps the rule itself.
    [Theory]
    [InlineData("see /wo|rk/main/x.md", "/wo|rk/")]
    [InlineData("\"/ro|ot/.nuget\"", "/ro|ot/")]
    [InlineData("/ho|me/jo/src/x", "/ho|me/jo/")]
    [InlineData("(/Us|ers/jo/x)", "/Us|ers/jo/")]
    [InlineData("C:\\Us|ers\\jo", "C:\\Us|ers\\")]
    [InlineData("\"C:\\\\Us|ers\\\\jo\"", "C:\\\\Us|ers\\")]
    [InlineData("\"resolved\": \"ht|tps://x/y.tgz\"", "\"resolved\": \"ht|tps:")]
    [InlineData("<add key=\"a\" value=\"ht|tps://x/\" />", "<add key=\"a\" value=\"ht|tps:")]
    [InlineData("registry = ht|tp://x", "registry = ht|tp:")]
    [InlineData("https://api.nu|get.org/v3/index.json", "api.nu|get.org")]
    [InlineData("https://registry.np|mjs.org/", "registry.np|mjs")]
    public void One_that_does_is_found(string line, string expected)
    {
        var tree = SourceTree.Of(("docs/x.md", $"fine\n{line.Replace("|", "")}\n"));
        Assert.Equal([$"docs/x.md(2) has {expected.Replace("|", "")}"], MachinePaths.Violations(tree));
    }

    [Theory]
    [InlineData("src/work/x and ./root/y and ../home/z/a")]
    [InlineData("GET /echo/home HTTP/1.1")]
    [InlineData("https://example.org/network/")]
    [InlineData("**/home/**")]
    [InlineData("https://www.rfc-editor.org/rfc/rfc9457")]
    public void Relative_paths_and_other_hosts_are_fine(string line) => Assert.Empty(MachinePaths.Violations(SourceTree.Of(("docs/x.md", line))));
}
