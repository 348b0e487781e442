using Microsoft.Extensions.Logging;
using MultiTransport.AspNetCore.Tests.Topics;

namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class TopicLogTests
{
    [Fact]
    public async Task ARefusal_IsLoggedCleanAndAsTheClientsOwn()
    {
        await using var edge = await TopicEdge.StartAsync();

        await edge.GetAsync("?topic=%1B[31m");
        await edge.GetAsync("?topic=news&last=%1B[31m");

        var name = await edge.WhenLoggedAsync(1021, log => Equals(log["Code"], "topic-malformed"));
        var last = await edge.WhenLoggedAsync(1021, log => Equals(log["Code"], "last-malformed"));
        Assert.Equal(("TopicRefused", LogLevel.Debug, Edge.Path), (name.Event.Name, name.Level, name["Endpoint"]));
        Assert.All([name, last], log => Assert.DoesNotContain('\u001b', $"{log["Detail"]}"));
    }

    [Fact]
    public async Task APolicyThatIsMissing_IsAnErrorAndANo()
    {
        await using var edge = await TopicEdge.StartAsync(topics: topics => topics.Rules.Add(new TopicRule { Name = "odd", Subscribe = TopicAccess.Policy("nowhere") }));

        (await edge.GetAsync("?topic=odd")).IsProblem(403, "topic-forbidden", "stop");

        var log = await edge.WhenLoggedAsync(1022);
        Assert.Equal(("TopicPolicyFailed", LogLevel.Error, "nowhere", "odd"), (log.Event.Name, log.Level, log["Policy"], log["Topic"]));
        Assert.IsType<InvalidOperationException>(log.Exception);
    }

    [Fact]
    public async Task AStoreThatFails_IsLoggedOnceAndTellsStrangersNothing()
    {
        var store = new FaultyHistory();
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => options.Topics = true,
            Builder = builder =>
            {
                builder.Services.AddSingleton<ITopicHistory>(store);
                builder.Services.Configure<MultiTransportServerOptions>(server => server.Topics.Rules = [new TopicRule { Name = "news", Subscribe = TopicAccess.Anyone }]);
            },
        });

        for (var i = 0; i < 3; i++)
        {
            var problem = (await edge.GetAsync("?topic=news")).IsProblem(503, "history-unavailable", "renegotiate");
            Assert.DoesNotContain(FaultyHistory.Inside, problem.Detail, StringComparison.Ordinal);
        }

        store.IsFaulty = false;
        Assert.Equal(200, (await edge.GetAsync("?topic=news&wait=0")).Status);

        var failed = Assert.Single(edge.Host.Logs.Entries, log => log.Event.Id == 1023);
        Assert.Equal(("TopicHistoryFailed", LogLevel.Error, FaultyHistory.Inside), (failed.Event.Name, failed.Level, failed.Exception?.Message));
        var answers = Assert.Single(edge.Host.Logs.Entries, log => log.Event.Id == 1024);
        Assert.Equal(("TopicHistoryAnswers", LogLevel.Information), (answers.Event.Name, answers.Level));
    }

    private sealed class FaultyHistory : ITopicHistory
    {
        public const string Inside = "db.inside.example refused user root";

        public bool IsFaulty { get; set; } = true;

        public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) =>
            IsFaulty ? ValueTask.FromException<string>(new IOException(Inside)) : new("Zk3mXo1Q");

        public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken) => new(new TopicAppended(1, TopicAppendOutcome.Added));

        public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken) => new(default(TopicRange));

        public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken) =>
            new((IReadOnlyList<TopicMessage>)[]);
    }
}
