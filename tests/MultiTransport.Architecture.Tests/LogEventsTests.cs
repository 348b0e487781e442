namespace MultiTransport.Architecture.Tests;

public sealed class LogEventsTests
{
    [Fact]
    public void No_two_log_messages_share_an_id_or_a_name()
    {
        RuleAssert.Keeps(LogEvents.Violations(SourceTree.Repository));
        Assert.True(LogEvents.Count(SourceTree.Repository) > 0, "No log message was found.");
    }

    [Theory]
    [InlineData("[LoggerMessage(1, LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has event id 1, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(EventId = 0x1, EventName = \"B\")]", "B.cs(1) has event id 1, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(EventIds.One, LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has event id 1, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(Base + 1, LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has event id 1, and so has src/A.cs(1)")]
    [InlineData("[Other, LoggerMessage(eventId: 1, level: LogLevel.Debug, message: \"b\", EventName = \"B\")]", "B.cs(1) has event id 1, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(2, LogLevel.Debug, \"b\", EventName = \"A\")]", "B.cs(1) has event name A, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(2, LogLevel.Debug, \"b\", EventName = nameof(A))]", "B.cs(1) has event name A, and so has src/A.cs(1)")]
    [InlineData("[LoggerMessage(2, LogLevel.Debug, \"b\")]", "B.cs(1) has no EventName")]
    [InlineData("[LoggerMessage(LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has no event id that can be read: give a number or a constant")]
    [InlineData("[LoggerMessage(EventName = \"B\")]", "B.cs(1) has no event id that can be read: give a number or a constant")]
    [InlineData("[LoggerMessage(Unknown, LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has no event id that can be read: give a number or a constant")]
    [InlineData("[LoggerMessage(Twice, LogLevel.Debug, \"b\", EventName = \"B\")]", "B.cs(1) has no event id that can be read: give a number or a constant")]
    public void A_shared_or_missing_one_is_found(string attribute, string expected) =>
        Assert.Equal([$"src/{expected}"], LogEvents.Violations(Tree(attribute)));

    [Theory]
    [InlineData("[LoggerMessage(2, LogLevel.Debug, \"b {X}, (y)\", EventName = \"B\")]")]
    [InlineData("[LoggerMessage(EventId = EventIds.One + 1, Level = LogLevel.Debug, Message = \"b\", EventName = nameof(B))]")]
    [InlineData("// [LoggerMessage(1, LogLevel.Debug, \"b\", EventName = \"A\")]")]
    public void Others_are_fine(string attribute) => Assert.Empty(LogEvents.Violations(Tree(attribute)));

    [Fact]
    public void They_are_counted() => Assert.Equal(2, LogEvents.Count(Tree("[LoggerMessage(2, LogLevel.Debug, \"b\", EventName = \"B\")]")));

    private static SourceTree Tree(string attribute) => SourceTree.Of(
        ("src/A.cs", "partial class A { [LoggerMessage(1, LogLevel.Debug, \"a\", EventName = \"A\")] static partial void X(ILogger l); }"),
        ("src/B.cs", $"{attribute} static partial void Y(ILogger l);"),
        ("src/EventIds.cs", "class EventIds { const int One = 1; const int Base = 0; const int Twice = 1; class Inner { const int Twice = 2; } }"));
}
