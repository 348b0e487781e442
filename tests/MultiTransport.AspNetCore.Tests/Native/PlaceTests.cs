namespace MultiTransport.AspNetCore.Tests.Native;

/// <summary>Section 8: a place is used again until a later one was used.</summary>
public sealed class PlaceTests
{
    private const string Id = "AQAAAGJ6b2xkb2lkb2ZkdQ";
    private const string Token = "pVqv0pVY2n0o5b2aXr0mHw";

    public static TheoryData<string> Malformed =>
    [
        "x", "v1", "v1.", $"v1.{Id}", $"v1.{Id}.{Token}", $"v1.{Id}.{Token}.", $"v2.{Id}.{Token}.1", $"v1.{Id}.{Token}.-1", $"v1.{Id}.{Token}.x",
        $"v1.{Id}.{Token}.9007199254740992", $"v1.{Id}.{Token}.99999999999999999999", $"v1.{Id}.{Token[1..]}.1", $"v1.{Id}-{Token}.1",
        $"v1.{Id}.{Token}..1", $"v1.{Id}.{Token}.{new string('0', 16)}1", $"v1.{Id}.{Token}.1.{new string('A', 205)}",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Poll_AfterAMalformedPlace_IsPlaceMalformed(string place)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.GetAsync($"?after={place}")).IsProblem(400, "place-malformed", "renegotiate");
        (await edge.GetAsync("", ("Last-Event-ID", place))).IsProblem(400, "place-malformed", "renegotiate");
        (await edge.GetAsync($"?after={place}", ("Accept", "application/x-ndjson"))).IsProblem(400, "place-malformed", "renegotiate");
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Poll_AfterAPlaceOfASessionThatNeverWas_IsSessionUnknown()
    {
        await using var edge = await Edge.StartAsync();

        (await edge.GetAsync($"?after=v1.{Id}.{Token}.1")).IsProblem(404, "session-unknown", "renegotiate");
    }

    [Fact]
    public async Task Poll_WithAWrongToken_IsPlaceSuperseded()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.GetAsync($"?after=v1.{native.Id}.{Token}.0")).IsProblem(409, "place-superseded", "renegotiate");
    }

    [Fact]
    public async Task Poll_WithTheSecretInPlaceOfTheToken_IsPlaceSuperseded()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.GetAsync($"?after=v1.{native.Credential}.0")).IsProblem(409, "place-superseded", "renegotiate");
    }

    [Fact]
    public async Task Poll_AtANumberThatWasNeverSent_IsPlaceSuperseded()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.GetAsync($"?after={native.Place[..^1]}1")).IsProblem(409, "place-superseded", "renegotiate");
    }

    [Fact]
    public async Task Poll_AtAnotherEndpoint_IsSessionForeign()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.MapMultiTransport("/other", (Session session, Message message) => session.SendAsync(message)),
        });
        var native = await edge.OpenNativeAsync();

        (await Answer.OfAsync(edge.Host.Address($"/other{native.Query(0)}"), "GET", null)).IsProblem(403, "session-foreign", "renegotiate");
    }

    [Fact]
    public async Task Place_UntilALaterOneWasUsed_IsGoodAgainAndAgain()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        await edge.PostAsync("", "1", native.Header);

        var first = await edge.GetAsync(native.Query(0));
        var again = await edge.GetAsync(native.Query(0));

        Assert.Equal("1", first.Json.GetProperty("messages")[0].GetProperty("text").GetString());
        Assert.Equal(first.Text, again.Text);
        var next = native with { Next = first.Json.GetProperty("next").GetString()! };
        Assert.Equal(200, (await edge.GetAsync(next.Query(0))).Status);
        (await edge.GetAsync(native.Query(0))).IsProblem(409, "place-superseded", "renegotiate");
    }

    [Fact]
    public async Task Place_OfAnExpiredSession_IsSessionUnknown()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        edge.Time.Advance(TimeSpan.FromSeconds(11));

        (await edge.GetAsync(native.Query(0))).IsProblem(404, "session-unknown", "renegotiate");
    }

    [Fact]
    public async Task Place_IsGoodForDownstreamOnly()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        var token = native.Place.Split('.')[2];

        (await edge.PostAsync("", "Hi", ("MultiTransport-Session", $"{native.Id}.{token}"))).IsProblem(403, "secret-wrong", "renegotiate");
    }
}
