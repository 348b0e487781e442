using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

public sealed class IdempotencyTests
{
    private const string Batch = """{"messages":[{"topic":"open:a","text":"1"},{"topics":["open:a","open:b"],"text":"2"}]}""";

    [Fact]
    public async Task Publish_AgainUnderTheSameKey_GivesTheSamePlacesAndAddsNothing()
    {
        await using var host = await ApiHost.StartAsync();

        var first = (await host.PublishAsync(Batch, ("Idempotency-Key", "one"))).IsOk();
        var again = (await host.PublishAsync(Batch, ("Idempotency-Key", "one"))).IsOk();
        var other = (await host.PublishAsync(Batch, ("Idempotency-Key", "two"))).IsOk();

        Assert.Equal(first.Body.Replace("\"repeated\":false", "\"repeated\":true", StringComparison.Ordinal), again.Body);
        Assert.Equal(3, other["results"][0].GetProperty("position").GetInt64());
        Assert.Equal(4, (await host.Topics.ReadHistoryAsync("open:a", new TopicHistoryQuery())).Last);
    }

    [Fact]
    public async Task Publish_OfAnotherBodyUnderTheSameKey_PublishesNothingOfIt()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.PublishAsync(Batch, ("Idempotency-Key", "one"))).IsOk();

        // Its first message is the same, and a new one follows: neither may be there afterwards.
        (await host.PublishAsync("""{"messages":[{"topic":"open:a","text":"1"},{"topic":"open:a","text":"new"}]}""", ("Idempotency-Key", "one"))).IsProblem(422, "idempotency-key-reused", "Nothing was published");

        Assert.Equal(2, (await host.Topics.ReadHistoryAsync("open:a", new TopicHistoryQuery())).Last);
    }

    [Fact]
    public async Task Publish_ManyTimesAtOnceUnderTheSameKey_PublishesOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var session = await host.OpenAsync();
        var body = $$"""{"messages":[{"topic":"open:a","text":"1"},{"session":"{{session}}","text":"2"}]}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.PublishAsync(body, ("Idempotency-Key", "one"))));

        Assert.All(answers, answer => Assert.Equal(1, answer.IsOk()["results"][0].GetProperty("position").GetInt64()));
        Assert.Equal(1, answers.Count(answer => !answer["results"][0].GetProperty("repeated").GetBoolean()));
        Assert.Equal(1, answers.Count(answer => !answer["results"][1].GetProperty("repeated").GetBoolean()));
        Assert.Equal(1, (await host.Topics.ReadHistoryAsync("open:a", new TopicHistoryQuery())).Last);
        Assert.True(Protocol.SessionId.TryParse(session, out var id));
        Assert.Equal(1, host.Sessions.Describe(id)!.LogMessages);
    }

    [Fact]
    public async Task Publish_UnderTheSameKeyOfAnotherClient_IsAnotherBatch()
    {
        await using var host = await ApiHost.StartAsync(
            ("Api:Keys:1:Name", "other"), ("Api:Keys:1:Key", "a-key-of-somebody-else"), ("Api:Keys:1:May:0", "publish"), ("Api:Keys:1:Topics:0", "*"));

        (await host.PublishAsync(Batch, ("Idempotency-Key", "one"))).IsOk();
        var other = (await host.SendBareAsync("POST", "/api/publish", Batch, ("X-Api-Key", "a-key-of-somebody-else"), ("Idempotency-Key", "one"))).IsOk();

        Assert.False(other["results"][0].GetProperty("repeated").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    public async Task Publish_UnderWhatIsNoKey_IsRefused(string key)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PublishAsync(Batch, ("Idempotency-Key", key))).IsProblem(400, "idempotency-key-malformed", "1 to 128");

        Assert.Empty(host.Topics.List());
    }

    [Fact]
    public async Task Publish_UnderTooLongAKeyOrTwo_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PublishAsync(Batch, ("Idempotency-Key", new string('x', 129)))).IsProblem(400, "idempotency-key-malformed");
        var (head, _) = await RawHttp.OnceAsync(
            host.Host.Address("/api/publish"), "POST", Encoding.UTF8.GetBytes(Batch), ("X-Api-Key", ApiHost.Key), ("Content-Type", "application/json"), ("Idempotency-Key", "a"), ("Idempotency-Key", "b"));
        Assert.Equal(400, head.StatusCode);
        (await host.PublishAsync(Batch, ("Idempotency-Key", new string('x', 128)))).IsOk();
    }

    [Fact]
    public async Task Publish_WhenTheStoreFailsHalfway_TellsWhatWasPublishedAndGoesOnWithTheSameKey()
    {
        var history = new FlakyHistory();
        await using var host = await ApiHost.StartAsync(builder => builder.Services.AddSingleton<ITopicHistory>(history));
        var session = await host.OpenAsync();
        var body = $$"""{"messages":[{"topic":"open:a","text":"1"},{"session":"{{session}}","text":"you"},{"topic":"open:a","text":"2"}]}""";
        history.FailAfter(1);

        var broken = (await host.PublishAsync(body, ("Idempotency-Key", "one"))).IsProblem(503, "history-unavailable", "2 of 3 were published before");
        Assert.NotNull(broken.Headers.RetryAfter);
        Assert.Equal(2, broken["results"].GetArrayLength());
        history.FailAfter(int.MaxValue);
        var whole = (await host.PublishAsync(body, ("Idempotency-Key", "one"))).IsOk();

        Assert.Equal([true, true, false], whole["results"].EnumerateArray().Select(result => result.GetProperty("repeated").GetBoolean()));
        Assert.Equal(["1", "2"], history.Texts);
        Assert.True(Protocol.SessionId.TryParse(session, out var id));
        Assert.Equal(1, host.Sessions.Describe(id)!.LogMessages);
    }
}
