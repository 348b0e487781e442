using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Tests.Api;

public sealed class ApiKeysTests
{
    private const string Message = """{"messages":[{"topic":"open:a","text":"Hi"}]}""";

    [Fact]
    public async Task AnyPath_WithoutConfiguredKeys_IsOffAndSaysHowToTurnItOn()
    {
        await using var host = await ApiHost.StartBareAsync(null);

        (await host.PublishAsync(Message)).IsProblem(403, "api-off", "Api:Keys");
        (await host.GetAsync("/api/sessions")).IsProblem(403, "api-off", "api-key");
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + ApiHost.Key)]
    [InlineData("Authorization", "bearer  " + ApiHost.Key)]
    [InlineData("X-Api-Key", ApiHost.Key)]
    public async Task AnyPath_WithTheKey_Answers(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendBareAsync("GET", "/api/topics", null, (header, value))).IsOk();
    }

    [Fact]
    public async Task AnyPath_WithTheKeyBothWays_Answers()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync("GET", "/api/topics", null, ("X-Api-Key", ApiHost.Key))).IsOk();
        (await host.SendAsync("GET", "/api/topics", null, ("X-Api-Key", "another"))).IsProblem(401, "key-wrong");
    }

    [Theory]
    [InlineData("GET", "/api/topics")]
    [InlineData("GET", "/api/topics/open:a/history")]
    [InlineData("GET", "/api/topics/open:a/presence")]
    [InlineData("GET", "/api/sessions")]
    [InlineData("GET", "/api/sessions/AQAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("DELETE", "/api/sessions/AQAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("DELETE", "/api/users/ann/sessions")]
    [InlineData("POST", "/api/publish")]
    public async Task EveryPath_WithoutAGoodKey_IsRefused(string method, string path)
    {
        await using var host = await ApiHost.StartAsync(
            ("Api:Keys:1:Name", "none"), ("Api:Keys:1:Key", "a-key-that-may-not-do-this"), ("Api:Keys:1:May:0", path.Contains("sessions", StringComparison.Ordinal) ? "publish" : "sessions"),
            ("Api:Keys:1:Topics:0", "*"));

        var missing = (await host.SendBareAsync(method, path)).IsProblem(401, "key-missing");
        Assert.Equal("Bearer", Assert.Single(missing.Headers.WwwAuthenticate).Scheme);
        (await host.SendBareAsync(method, path, null, ("Authorization", "Basic YTpi"))).IsProblem(401, "key-missing");
        (await host.SendBareAsync(method, path, null, ("X-Api-Key", ApiHost.Key[..^1]))).IsProblem(401, "key-wrong");
        (await host.SendBareAsync(method, path, null, ("X-Api-Key", new string('x', 8000)))).IsProblem(401, "key-wrong");
        (await host.SendBareAsync(method, path, null, ("X-Api-Key", "a-key-that-may-not-do-this"))).IsProblem(403, "key-forbidden", "'none'");
    }

    [Fact]
    public void Find_ComparesTheHashesOfAllKeysWhole()
    {
        using var keys = new ApiKeys(new ApiSettings
        {
            Keys =
            [
                new ApiKeySettings { Name = "plain", Key = "a-key-in-plain-text" },
                new ApiKeySettings { Name = "hashed", Hash = Convert.ToHexString(ApiKeys.HashOf("another-key-of-which-the-hash-is-kept")) },
            ],
        });

        Assert.Equal("plain", keys.Find("a-key-in-plain-text")?.Name);
        Assert.Equal("hashed", keys.Find("another-key-of-which-the-hash-is-kept")?.Name);
        Assert.Null(keys.Find("a-key-in-plain-tex"));
        Assert.Null(keys.Find(""));
        Assert.Null(keys.Find(Convert.ToHexString(ApiKeys.HashOf("another-key-of-which-the-hash-is-kept")))); // the hash is not the key
    }

    [Fact]
    public async Task AnyPath_OverTheKeysLimit_IsTooManyRequestsWithRetryAfter()
    {
        await using var host = await ApiHost.StartAsync(("Api:Keys:0:PerSecond", "1"), ("Api:Keys:1:Name", "other"), ("Api:Keys:1:Key", "a-key-of-somebody-else"), ("Api:Keys:1:May:0", "sessions"));
        var batch = $$"""{"messages":[{{string.Join(',', Enumerable.Repeat("""{"topic":"open:a","text":"Hi"}""", 1000))}}]}""";

        (await host.PublishAsync(batch)).IsOk(); // a whole batch passes at once
        var refused = (await host.PublishAsync(batch)).IsProblem(429, "too-many-requests", "'all'");

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 1000);
        Assert.Equal(1000, (await host.Topics.ReadHistoryAsync("open:a", new TopicHistoryQuery { Limit = 1 })).Last);
        (await host.SendBareAsync("GET", "/api/sessions", null, ("X-Api-Key", "a-key-of-somebody-else"))).IsOk(); // its limit is its own
    }

    [Fact]
    public async Task Refusals_OfABatch_CostAtLeastOneToo()
    {
        await using var host = await ApiHost.StartAsync(("Api:Keys:0:PerSecond", "1"));
        var statuses = new List<int>();
        for (var i = 0; i < 1100 && !statuses.Contains(429); i++)
        {
            statuses.Add((await host.PublishAsync("{}")).Status);
        }

        Assert.Equal([400, 429], statuses.Distinct());
    }

    [Theory]
    [InlineData("PUT", "/api/publish", "POST")]
    [InlineData("POST", "/api/topics", "GET")]
    [InlineData("PATCH", "/api/sessions/x", "GET, DELETE")]
    public async Task AnyPath_WithAnotherMethod_SaysWhichThereAre(string method, string path, string allow)
    {
        await using var host = await ApiHost.StartAsync();

        var refused = (await host.SendAsync(method, path)).IsProblem(405, "method-not-allowed");

        Assert.Equal(allow, string.Join(", ", refused.ContentHeaders.Allow));
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/topics/a/nothing")]
    [InlineData("/api/sessions/a/b")]
    public async Task AnotherPath_IsUnknown(string path)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync(path)).IsProblem(404, "route-unknown", "/api/openapi.json");
    }
}
