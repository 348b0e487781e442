using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiTransport.Protocol.Tests;

/// <summary>What section 14 says in words is what the project says in constants.</summary>
public sealed partial class TopicPageTests
{
    [Fact]
    public void Section_14_has_the_codes_of_operations_publishes_and_native_requests()
    {
        Assert.Equal(Vectors("operation"), Codes(ProtocolPage.Section("### 14.2"), "\nCodes:"));
        Assert.Equal(Vectors("publish"), Codes(ProtocolPage.Section("### 14.4"), "`fail` codes:"));
        var own = Vector.All("codes.json", "topics").Select(vector => vector.Text("name")).Except(Constants(typeof(FailCode))).Append(TopicCode.IdempotencyKeyReused);
        Assert.Equal(Constants(typeof(TopicCode)).Order(), own.Order());

        string[] http = [.. Vector.All("codes.json", "http").Select(vector => vector.Text("name"))];
        Assert.Empty(Vectors("native").Except(http));
        Assert.Equal(Vectors("native").Concat(["topics-too-many", "last-malformed"]).Order(), Codes(ProtocolPage.Section("### 14.6"), "closed at once):"));
    }

    [Fact]
    public void Section_14_2_has_every_operation_and_the_fields_of_it()
    {
        var rows = ProtocolPage.Table("### 14.2");
        Assert.Equal(
            [TopicOperation.Subscribe, TopicOperation.Unsubscribe, TopicOperation.ReadHistory, TopicOperation.SeePresence],
            rows.Select(row => Op().Match(row[0]).Groups[1].Value));
        var fields = rows.SelectMany(row => Field().Matches(row[0]).Select(match => match.Groups[1].Value)).Distinct();
        Assert.Equal(Names(TopicJson.Default.TopicOperation), fields.Order());
        Assert.Equal(Names(TopicJson.Default.TopicSubscription).Except(["topic"]), Fields(rows[0][1]));
        Assert.Equal(Names(TopicJson.Default.TopicHistoryAnswer), Fields(rows[2][1]));
    }

    [Fact]
    public void Section_14_5_has_every_event_and_its_fields()
    {
        var rows = ProtocolPage.Table("### 14.5").Select(row => Field().Matches(row[0]).Select(match => match.Groups[1].Value).ToList()).ToList();
        Assert.Equal(Names(TopicJson.Default.TopicEvent), rows.Select(row => row[0]).Order());
        Assert.Equal(Names(TopicJson.Default.TopicSubscription), rows[0][1..].Order());
        Assert.Equal(Names(TopicJson.Default.TopicUnsubscribed), rows[1][1..].Order());
        Assert.Equal(Names(TopicJson.Default.TopicGap), rows[2][1..].Order());
        Assert.Equal(Names(TopicJson.Default.TopicSkip), rows[3][1..].Order());
        Assert.Equal(Names(TopicJson.Default.TopicPresenceChange), rows[4][1..].Order());
    }

    [Fact]
    public void The_bounds_of_section_14_are_the_constants()
    {
        var operations = ProtocolPage.Section("### 14.2");
        Assert.Equal(TopicOperation.MaxLength, 1024 * Captured(operations, "JSON of at most ([0-9]+) KiB"));
        Assert.Equal(TopicOperation.MaxLast, Captured(operations, @"instead \(0 to ([0-9,]+)\)"));
        Assert.Equal(TopicOperation.MaxLimit, Captured(operations, @"messages \(1 to ([0-9]+), default"));
        Assert.Equal(TopicPresenceAnswer.MaxUsers, Captured(operations, "at most ([0-9,]+) users"));
        Assert.Equal(TopicFields.MaxLength, Captured(ProtocolPage.Section("## 14."), "A topic's name is 1 to ([0-9]+) bytes"));
        string[] reasons = [TopicGap.Evicted, TopicGap.OtherEpoch, TopicGap.Ahead];
        Assert.Equal(reasons, Why().Matches(operations).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void The_types_of_topics_are_in_the_table_of_section_3()
    {
        var rows = ProtocolPage.Table("## 3.").ToDictionary(row => row[0], row => row[1]);
        Assert.EndsWith($"0x{FrameType.TopicMessage:X2}", rows["topic message"], StringComparison.Ordinal);
        Assert.EndsWith($"0x{FrameType.Publish:X2}", rows["publish"], StringComparison.Ordinal);
        Assert.EndsWith($"0x{FrameType.TopicEvent:X2}", rows["topic event"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_section_14_3_is_that_of_the_vectors()
    {
        var hex = Captured(ProtocolPage.Section("### 14.3"), "is `([0-9A-F ]+)`", text => Convert.FromHexString(text.Replace(" ", "")));
        var reader = new FrameReader(hex);
        Assert.Equal((FrameReadResult.Frame, FrameType.TopicMessage), (reader.Read(), reader.Type));
        Assert.Equal(Vector.Get("topics.json", "messages", "the page's example").Bytes("hex"), reader.Payload);
    }

    private static string[] Vectors(string of) =>
        [.. Vector.All("codes.json", "topics").Where(vector => vector["of"].AsArray().Any(node => node!.GetValue<string>() == of)).Select(vector => vector.Text("name")).Order()];

    private static string[] Codes(string section, string begin) =>
        [.. Code().Matches(section.Split(begin)[1].Split(".\n")[0].Split(". To an")[0]).Select(match => match.Groups[1].Value).Order()];

    private static string[] Constants(Type type) => [.. type.GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private static string[] Names(System.Text.Json.Serialization.Metadata.JsonTypeInfo type) => [.. type.Properties.Select(property => property.Name).Order()];

    private static string[] Fields(string cell) => [.. Field().Matches(cell).Select(match => match.Groups[1].Value).Order()];

    private static long Captured(string text, string pattern) =>
        Captured(text, pattern, number => long.Parse(number.Replace(",", ""), CultureInfo.InvariantCulture));

    private static T Captured<T>(string text, string pattern, Func<string, T> read)
    {
        var match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"PROTOCOL.md has nothing like {pattern}");
        return read(match.Groups[1].Value);
    }

    [GeneratedRegex("\"op\":\"([a-z]+)\"")]
    private static partial Regex Op();

    [GeneratedRegex("\"([a-z]+)\":")]
    private static partial Regex Field();

    [GeneratedRegex("\"why\":\"([a-z]+)\"")]
    private static partial Regex Why();

    [GeneratedRegex("`([a-z]+-[a-z0-9-]+)`")]
    private static partial Regex Code();
}
