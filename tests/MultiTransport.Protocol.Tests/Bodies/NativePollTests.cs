using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiTransport.Protocol.Tests;

/// <summary>Native polls are written where HTTP is known; here the vectors are held to the page and to the ids and codes of this project.</summary>
public sealed partial class NativePollTests
{
    private const string File = "native-poll.json";

    public static TheoryData<string> Polls => Vector.Names(File, "polls");

    public static TheoryData<string> Posts => Vector.Names(File, "posts");

    public static TheoryData<string> Places => Vector.Names(File, "places");

    public static TheoryData<string> BadPlaces => Vector.Names(File, "badPlaces");

    [Theory]
    [MemberData(nameof(Polls))]
    public void A_poll_tells_messages_in_order_and_where_to_go_on(string name)
    {
        var vector = Vector.Get(File, "polls", name);
        var body = vector["body"].AsObject();
        Assert.Empty(body.Select(field => field.Key).Except(["session", "messages", "next", "gap", "close"]));
        Assert.Equal(body.ContainsKey("close"), !body.ContainsKey("next"));
        AssertCredential(vector, body);

        var messages = body["messages"]!.AsArray().Select(message => message!.AsObject()).ToList();
        Assert.All(messages, message => Assert.True(message.ContainsKey("text") != message.ContainsKey("binary")));
        Assert.All(messages.Where(message => message.ContainsKey("binary")), message => Convert.FromBase64String(message["binary"]!.GetValue<string>()));
        var numbers = messages.Select(message => message["number"]!.GetValue<long>()).ToList();
        if (body["gap"] is { } gap)
        {
            Assert.True(gap["from"]!.GetValue<long>() <= gap["to"]!.GetValue<long>());
            numbers.Insert(0, gap["to"]!.GetValue<long>());
        }

        Assert.All(numbers.Skip(1), (number, index) => Assert.Equal(numbers[index] + 1, number));
        if (body["next"] is { } next)
        {
            var url = next.GetValue<string>();
            var place = Next().Match(url).Groups[1].Value;
            Assert.True(IsPlace(place), url);
            Assert.Equal($"<{url}>; rel=\"next\"", vector["headers"]["Link"]!.GetValue<string>());
            Assert.True(numbers.Count == 0 || numbers[^1] == long.Parse(place.Split('.')[3], CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Posts))]
    public void A_post_is_200_when_it_was_handled_and_202_before(string name)
    {
        var vector = Vector.Get(File, "posts", name);
        Assert.Equal(vector["body"]["handled"]!.GetValue<bool>() ? 200 : 202, vector.Number("status"));
        Assert.True(vector["body"]["number"]!.GetValue<long>() >= 1);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_place_holds_its_fields(string name)
    {
        var vector = Vector.Get(File, "places", name);
        Assert.True(IsPlace(vector.Text("place")));
        Assert.Equal($"v1.{vector.Text("id")}.{vector.Text("token")}.{vector.Number("number")}", vector.Text("place"));
    }

    [Theory]
    [MemberData(nameof(BadPlaces))]
    public void Anything_else_is_no_place(string name) => Assert.False(IsPlace(Vector.Get(File, "badPlaces", name).Text("place")));

    private static void AssertCredential(Vector vector, JsonObject body)
    {
        if (body["session"]?.GetValue<string>() is not { } credential)
        {
            return;
        }

        Assert.Equal(credential, vector["headers"]["MultiTransport-Session"]!.GetValue<string>());
        var parts = credential.Split('.');
        Assert.Equal(2, parts.Length);
        Assert.True(SessionId.TryParse(parts[0], out _) && SessionSecret.TryParse(parts[1], out _));
    }

    private static bool IsPlace(string text) =>
        text.Length < 256
        && text.Split('.', 5) is ["v1", var id, var token, { Length: <= 16 } number, ..]
        && SessionId.TryParse(id, out _)
        && SessionSecret.TryParse(token, out _)
        && Digits().IsMatch(number)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value <= Varint.MaxValue;

    [GeneratedRegex(@"^/echo\?after=([^&]+)&wait=[0-9]+$")]
    private static partial Regex Next();

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Digits();
}
