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

    private static string[] Topics(JsonElement vector) => [.. vector.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!)];

    private static TheoryData<string> Names(string list) => [.. All(list).Select(vector => vector.GetProperty("name").GetString()!)];

    private static JsonElement Vector(string list, string name) => All(list).Single(vector => vector.GetProperty("name").GetString() == name);

    private static JsonElement.ArrayEnumerator All(string list) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "clients", "vectors", "topics.json"))).RootElement.GetProperty(list).EnumerateArray();
}
