using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

public sealed class OptionsReferenceTests
{
    [Fact]
    public void The_page_of_options_is_what_their_documentation_says() => Snapshot.IsUpToDate(OptionsReference.Path, OptionsReference.Make());

    [Fact]
    public void It_has_every_class_of_options()
    {
        var shown = OptionsReference.Sections.Select(section => section.Type).ToList();
        var missing = new[] { typeof(SessionOptions), typeof(MultiTransportOptions), typeof(Sqlite.SqliteTopicHistoryOptions), typeof(Client.ClientSessionOptions) }
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null)
            .Where(type => !shown.Exists(one => one.IsAssignableTo(type) || one.GetProperties().Any(property => property.PropertyType == type)))
            .Where(type => type != typeof(Client.PublishOptions) && type != typeof(Client.SendOptions) && type != typeof(Client.SubscribeOptions)); // of one call
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("How many. Default 5; range 1 to 9.", "How many.", "5", "1 to 9")]
    [InlineData("How long. Default 1.5 s; more than zero. It counts.", "How long. It counts.", "1.5 s", "more than zero")]
    [InlineData("Whether. Default false: it costs.", "Whether.", "false: it costs", "")]
    [InlineData("A\n  <c>b</c> and <see cref=\"P:X.Y\"/> of <see cref=\"M:X.Z(System.Int32)\"/>.", "A `b` and `Y` of `Z`.", "", "")]
    [InlineData("Which. Default <see cref=\"F:X.Kind.Some\"/>.", "Which.", "`Some`", "")]
    public void A_summary_is_split_into_its_parts(string summary, string meaning, string standard, string accepted) =>
        Assert.Equal(new DocumentationText(meaning, standard, accepted), DocumentationText.Of(XElement.Parse($"<summary>{summary}</summary>")));

    [Theory]
    [InlineData("a\nb\n", "a\r\nb", null)]
    [InlineData("a\nb\n", "a\nc\n", "F(2) is not up to date. It has\n  b\nand the code says\n  c\n")]
    [InlineData("a\n", "a\nc\n", "F(2) is not up to date. It has\n  (nothing)\nand the code says\n  c\n")]
    public void A_difference_is_told_with_its_line(string kept, string made, string? expected)
    {
        var told = Snapshot.Difference("F", kept, made);
        Assert.True(expected is null ? told is null : told!.StartsWith(expected, StringComparison.Ordinal), told);
    }
}
