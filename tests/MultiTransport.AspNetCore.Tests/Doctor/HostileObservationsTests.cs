namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>What clients may post as observations is anything; what they get is a clear error, or a conclusion that does not guess.</summary>
public sealed class HostileObservationsTests
{
    private const string Base = "\"client\":\"page\",\"url\":\"http://app.example/doctor/\"";

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "null")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("{\"surprise\":1}", "surprise")]
    [InlineData("{" + Base + ",\"roundTrip\":\"soon\"}", "$.roundTrip")]
    [InlineData("{" + Base + ",\"roundTrip\":NaN}", "cannot be read")]
    [InlineData("{" + Base + ",\"roundTrip\":-1}", "roundTrip has the number -1")]
    [InlineData("{" + Base + ",\"roundTrip\":1e300}", "accepted are 0 to 600000")]
    [InlineData("{" + Base + ",\"strips\":null}", "$.strips")]
    [InlineData("{" + Base + ",\"strips\":[null]}", "null")]
    [InlineData("{" + Base + ",\"echoes\":[{\"answer\":[null]}]}", "null")]
    [InlineData("{" + Base + ",\"repeats\":[{\"serials\":[null,\"1\"]}]}", "null")]
    [InlineData("{" + Base + ",\"strips\":[{\"beats\":[{\"at\":1e9}]}]}", "strips[0] has the number")]
    [InlineData("{" + Base + ",\"idles\":[{\"seconds\":1e9}]}", "idles[0].seconds")]
    [InlineData("{" + Base + ",\"webSocket\":{\"code\":99999}}", "webSocket.code")]
    [InlineData("{\"client\":\"me\",\"url\":\"http://app.example/\"}", "client is 'me'")]
    [InlineData("{\"client\":\"page\",\"url\":\"javascript:alert(1)\"}", "accepted is an absolute http or https URL")]
    public async Task Conclude_FromWhatIsNoObservation_SaysWhatIsWrong(string body, string told)
    {
        await using var edge = await DoctorEdge.StartAsync();

        var (status, text) = await edge.PostAsync("conclude", body);

        Assert.Equal(400, status);
        Assert.Contains("observations-malformed", text, StringComparison.Ordinal);
        Assert.Contains(told, text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conclude_FromTooManyItems_IsRefused()
    {
        await using var edge = await DoctorEdge.StartAsync();

        var (status, text) = await edge.PostAsync("conclude", $"{{{Base},\"tries\":[{string.Join(',', Enumerable.Repeat("{}", 41))}]}}");

        Assert.Equal(400, status);
        Assert.Contains("tries has 41 items; accepted are 40", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conclude_FromAHugeText_IsRefused()
    {
        await using var edge = await DoctorEdge.StartAsync();

        Assert.Equal(400, (await edge.PostAsync("conclude", $"{{{Base},\"agent\":\"{new string('a', 301)}\"}}")).Status);
        Assert.Equal(413, (await edge.PostAsync("conclude", new string(' ', 200_000))).Status);
    }

    [Fact]
    public async Task Conclude_FromADepthWithoutEnd_IsRefused()
    {
        await using var edge = await DoctorEdge.StartAsync();

        Assert.Equal(400, (await edge.PostAsync("conclude", $"{{{Base},\"strips\":{new string('[', 5000)}")).Status);
    }

    [Fact]
    public async Task Conclude_FromLiesThatContradictEachOther_SaysUnknown()
    {
        await using var edge = await DoctorEdge.StartAsync();
        const string Lies = ",\"echoes\":[{\"method\":\"POST\",\"status\":200,\"head\":{\"protocol\":\"HTTP/9\"}}],\"webSocket\":{\"opened\":0,\"ended\":0,\"gaveUp\":0,\"greeted\":5},"
            + "\"strips\":[{\"name\":\"sse\",\"status\":200,\"head\":600000,\"complete\":true,\"beats\":[{\"at\":9},{\"at\":1},{\"at\":5}]},{\"name\":\"sse\",\"status\":999},{\"name\":\"<b>\",\"status\":200,\"beats\":[{\"at\":0}]}]";

        var (status, text) = await edge.PostAsync("conclude", $"{{{Base}{Lies}}}");

        Assert.Equal(200, status);
        Assert.DoesNotContain("\"confidence\":\"Certain\"", text.Split("\"ladder\"")[0].Split("\"culprits\"")[0], StringComparison.Ordinal);
    }
}
