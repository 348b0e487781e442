namespace MultiTransport.Architecture.Tests;

public sealed class TransportFoldersTests
{
    private const string Shared = "namespace N; class Shared { static void Both(this string x) { } }";
    private const string Polling = "namespace N.Transports.Polling; static class PollAnswer { public static void WritePoll<T>(this T x) { } public static void Both(this string x) { Register(this); } }";

    [Fact]
    public void A_transport_uses_nothing_of_another()
    {
        RuleAssert.Keeps(TransportFolders.Violations(SourceTree.Repository));
        Assert.True(TransportFolders.Folders(SourceTree.Repository).Count() >= 4, "There are fewer folders with a transport than four.");
    }

    [Theory]
    [InlineData("namespace N; class Sse { PollAnswer x; }", "PollAnswer")]
    [InlineData("namespace N; class Sse { void F() { N.Transports.Polling.PollAnswer.G(); } }", "N.Transports.Polling")]
    [InlineData("using N.Transports.Polling;\nnamespace N; class Sse;", "N.Transports.Polling")]
    [InlineData("using P = N.Transports.Polling;\nnamespace N; class Sse;", "N.Transports.Polling")]
    [InlineData("namespace N; class Sse { void F() { Transports.Polling.X(); } }", "Transports.Polling")]
    [InlineData("namespace N; class Sse { void F(int x) { x.WritePoll(); } }", "x.WritePoll")]
    [InlineData("namespace N; class Sse { string F(PollAnswer x) => $\"{nameof(PollAnswer)}\"; }", "PollAnswer")]
    public void A_use_is_found(string source, string name)
    {
        var found = TransportFolders.Violations(Tree(source)).ToList();
        Assert.NotEmpty(found);
        Assert.Contains($"uses {name} of {TransportFolders.Root}Polling", found[0], StringComparison.Ordinal);
        Assert.All(found, violation => Assert.StartsWith($"{TransportFolders.Root}ServerSentEvents/Sse.cs(", violation, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("namespace N; /// <see cref=\"PollAnswer\"/>\nclass Sse { /* PollAnswer */ string x = \"PollAnswer\"; }")]
    [InlineData("namespace N; class Sse { Shared x; void F() { \"\".Both(); Register(); this.WritePolls(); } }")]
    [InlineData("namespace N.Transports.ServerSentEvents; class Sse { Sse x; N.Transports.ServerSentEvents.Sse y; }")]
    public void What_is_shared_or_only_mentioned_is_fine(string source) => Assert.Empty(TransportFolders.Violations(Tree(source)));

    [Fact]
    public void A_type_of_the_same_name_in_both_folders_is_each_ones_own()
    {
        var tree = SourceTree.Of(
            ($"{TransportFolders.Root}Polling/Log.cs", "namespace N.A; class Log;"),
            ($"{TransportFolders.Root}Streaming/Log.cs", "namespace N.B; class Log { Log x; }"));
        Assert.Empty(TransportFolders.Violations(tree));
    }

    [Fact]
    public void The_hosting_may_use_every_transport() => Assert.Empty(TransportFolders.Violations(SourceTree.Of(
        ("src/MultiTransport.AspNetCore/Hosting/Map.cs", "namespace N; class Map { PollAnswer x; }"),
        ($"{TransportFolders.Root}Polling/PollAnswer.cs", Polling))));

    private static SourceTree Tree(string source) => SourceTree.Of(
        ($"{TransportFolders.Root}Shared.cs", Shared),
        ($"{TransportFolders.Root}Polling/PollAnswer.cs", Polling),
        ($"{TransportFolders.Root}ServerSentEvents/Sse.cs", source));
}
