using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace MultiTransport.Protocol.Tests;

public sealed class TopicJsonTests
{
    private const string File = "topics.json";

    public static TheoryData<string> Operations => Vector.Names(File, "operations");

    public static TheoryData<string> OperationsBad => Vector.Names(File, "operationsBad");

    public static TheoryData<string> Answers => Vector.Names(File, "answers");

    public static TheoryData<string> Events => Vector.Names(File, "events");

    public static TheoryData<string> EventsIgnored => Vector.Names(File, "eventsIgnored");

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_sets_its_fields_and_leaves_the_others(string name)
    {
        var vector = Vector.Get(File, "operations", name);
        Assert.True(TopicOperation.TryParse(Encoding.UTF8.GetBytes(vector.Text("body")), out var operation, out var code), code);
        AssertEqual(vector["fields"], JsonSerializer.SerializeToNode(operation, TopicJson.Wire.TopicOperation));
    }

    [Theory]
    [MemberData(nameof(OperationsBad))]
    public void A_bad_operation_is_refused_with_its_code(string name)
    {
        var vector = Vector.Get(File, "operationsBad", name);
        var body = vector.Has("bodyHex") ? vector.Bytes("bodyHex") : Encoding.UTF8.GetBytes(vector.Text("body"));
        Assert.False(TopicOperation.TryParse(body, out var operation, out var code));
        Assert.Equal((null, vector.Text("code")), (operation, code));
    }

    [Theory]
    [InlineData("\"before\":1", true)]
    [InlineData("\"before\":0", false)]
    [InlineData("\"before\":9007199254740991", true)]
    [InlineData("\"before\":9007199254740992", false)]
    [InlineData("\"limit\":1", true)]
    [InlineData("\"limit\":0", false)]
    public void A_number_of_an_operation_has_its_bounds(string field, bool expected) =>
        Assert.Equal(expected, TopicOperation.TryParse(Encoding.UTF8.GetBytes($$"""{"op":"history","topic":"news",{{field}}}"""), out _, out _));

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read_and_written(string name)
    {
        var vector = Vector.Get(File, "answers", name);
        JsonTypeInfo type = vector.Text("op") switch
        {
            TopicOperation.Subscribe => TopicJson.Wire.TopicSubscription,
            TopicOperation.ReadHistory => TopicJson.Wire.TopicHistoryAnswer,
            _ => TopicJson.Wire.TopicPresenceAnswer,
        };
        AssertSurvives(vector["body"], type);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_read_and_written(string name)
    {
        var body = Vector.Get(File, "events", name)["body"];
        AssertSurvives(body, TopicJson.Wire.TopicEvent);
        Assert.NotEqual(new TopicEvent(), body.Deserialize(TopicJson.Wire.TopicEvent));
    }

    [Theory]
    [MemberData(nameof(EventsIgnored))]
    public void An_unknown_event_says_nothing(string name) =>
        Assert.Equal(new TopicEvent(), Vector.Get(File, "eventsIgnored", name)["body"].Deserialize(TopicJson.Wire.TopicEvent));

    [Fact]
    public void Letters_of_every_script_are_written_as_they_are() =>
        Assert.Equal(
            """{"topic":"Grün/новости/😀","code":"closed"}""",
            JsonSerializer.Serialize(
                new TopicEvent { Unsubscribed = new TopicUnsubscribed { Topic = "Grün/новости/😀", Code = TopicUnsubscribed.Closed } },
                TopicJson.Wire.TopicEvent)["{\"unsubscribed\":".Length..^1].Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));

    private static void AssertSurvives(JsonNode body, JsonTypeInfo type) =>
        AssertEqual(body, JsonSerializer.SerializeToNode(body.Deserialize(type), type));

    private static void AssertEqual(JsonNode expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}\nbut found {actual?.ToJsonString() ?? "nothing"}");
}
