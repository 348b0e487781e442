using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Topics;

/// <summary>The last part of a place, by the vectors.</summary>
public sealed class TopicStandsTests
{
    public static TheoryData<string> Good => Names("places");

    public static TheoryData<string> Bad => Names("placesBad");

    [Theory]
    [MemberData(nameof(Good))]
    public void APlace_HoldsItsFields(string name)
    {
        var vector = Vector("places", name);
        Assert.True(Place.TryParse(vector.GetProperty("place").GetString()!, out var place));
        Assert.Equal(vector.GetProperty("id").GetString(), place.Id.ToString());
        Assert.Equal(vector.GetProperty("number").GetInt64(), place.Number);

        var topics = Topics(vector);
        var stands = TopicStands.Parse(place.Stands, topics);
        Assert.NotNull(stands);
        Assert.Equal(vector.GetProperty("epoch").GetString(), stands.Epoch);
        Assert.Equal(vector.GetProperty("positions").EnumerateArray().Select(position => position.GetInt64()), topics.Select((_, index) => stands[index]));
        Assert.Equal($".{place.Stands}", stands.ToString());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void APlace_ThatDoesNotFitTheTopics_SaysNothingOfThem(string name)
    {
        var vector = Vector("placesBad", name);
        Assert.True(Place.TryParse(vector.GetProperty("place").GetString()!, out var place));
        Assert.Null(TopicStands.Parse(place.Stands, Topics(vector)));
    }

    [Fact]
    public void Begin_OfItsOnlyTopic_IsInTheNewEpoch()
    {
        var stands = TopicStands.Of(["t"], "AAAAAAAA", [60])!;
        stands.Begin("BBBBBBBB", 3);
        stands.Move("t", 4);
        var read = TopicStands.Parse(stands.ToString().AsSpan(1), ["t"])!;
        Assert.Equal(("BBBBBBBB", 4), (read.Epoch, read[0]));
    }

    [Fact]
    public void Begin_OfOneOfSeveral_StaysInTheOldEpochWhoseLossIsTold()
    {
        var stands = TopicStands.Of(["t", "u"], "AAAAAAAA", [60, 7])!;
        stands.Begin("BBBBBBBB", 3);
        Assert.Equal(("AAAAAAAA", 60, 7), (stands.Epoch, stands[0], stands[1]));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("no base 64!")]
    public void Begin_OfAnEpochThatNoPlaceCanSay_ChangesNothing(string epoch)
    {
        var stands = TopicStands.Of(["t"], "AAAAAAAA", [60])!;
        stands.Begin(epoch, 3);
        Assert.Equal(("AAAAAAAA", 60), (stands.Epoch, stands[0]));
    }

    private static string[] Topics(JsonElement vector) => [.. vector.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!)];

    private static TheoryData<string> Names(string list) => [.. All(list).Select(vector => vector.GetProperty("name").GetString()!)];

    private static JsonElement Vector(string list, string name) => All(list).Single(vector => vector.GetProperty("name").GetString() == name);

    private static JsonElement.ArrayEnumerator All(string list) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "clients", "vectors", "topics.json"))).RootElement.GetProperty(list).EnumerateArray();
}
