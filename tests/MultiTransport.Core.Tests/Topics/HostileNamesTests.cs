namespace MultiTransport.Core.Tests;

/// <summary>One session asks for as much, and for as odd things, as it may.</summary>
public sealed class HostileNamesTests
{
    private const int MaxTopics = 300;

    private readonly World _world = new(topics: new TopicOptions
    {
        MaxTopics = MaxTopics,
        OperationsPerSecond = 10_000,
        PublishesPerSecond = 100_000,
        Rules = [new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone }],
    });

    private readonly Link _link;
    private long _correlation;

    public HostileNamesTests() => _link = new Client(_world.Open()).TakeQuietly();

    [Fact]
    public void ManyNames_ComeAndGo_LeaveNothing()
    {
        Assert.StartsWith("t:", Ask("""{"op":"subscribe","topic":"in use"}"""), StringComparison.Ordinal);
        for (var i = 0; i < 3_000; i++)
        {
            Assert.StartsWith("t:", Ask($$"""{"op":"subscribe","topic":"{{i}}"}"""), StringComparison.Ordinal);
            Assert.Equal("t:{}", Ask($$"""{"op":"unsubscribe","topic":"{{i}}"}"""));
            Assert.InRange(_world.Topics.Count, 1, MaxTopics);
        }

        _world.Pass(20);
        Assert.Equal(1, _world.Topics.Count);
        Publish("in use");
        Assert.EndsWith(" topic 1:1 x", _link.Read()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ManyNames_PublishedTo_TheLongestUnusedGiveWay()
    {
        Assert.StartsWith("t:", Ask("""{"op":"subscribe","topic":"in use"}"""), StringComparison.Ordinal);
        Publish("in use");
        _link.Read();
        for (var i = 0; i < 3_000; i++)
        {
            _link.Send(Up.Publish($"{i}", "x"));
            Assert.InRange(_world.Topics.Count, 1, MaxTopics);
        }

        Assert.DoesNotContain(_link.Read(), static line => line.StartsWith("fail", StringComparison.Ordinal));
        Assert.Contains("\"messages\":[]", Ask("""{"op":"history","topic":"0"}"""), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"x\"", Ask("""{"op":"history","topic":"2999"}"""), StringComparison.Ordinal);
        Publish("in use");
        Assert.EndsWith(" topic 1:2 x", _link.Read()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"", "epoch")]
    [InlineData("\"\\u0000\"", "epoch")]
    [InlineData("\"another1\"", "epoch")]
    [InlineData("null", "ahead")]
    public void Since_OfNoStoreOrOfTheFuture_IsAGapAndGoesOn(string epoch, string why)
    {
        Publish("t");
        Assert.Contains("\"gap\":{\"why\":\"" + why + "\"}", Ask("{\"op\":\"subscribe\",\"topic\":\"t\",\"since\":{\"epoch\":" + epoch + ",\"position\":9007199254740991}}"), StringComparison.Ordinal);
        Publish("t");
        Assert.EndsWith(" topic 1:2 x", _link.Read()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Since_WithAnEpochAsLongAsAnOperation_IsAGapAndIsNotSaidAgain()
    {
        var answer = Ask("{\"op\":\"subscribe\",\"topic\":\"t\",\"since\":{\"epoch\":\"" + new string('e', 4_000) + "\",\"position\":0}}");
        Assert.EndsWith("\"gap\":{\"why\":\"epoch\"}}", answer, StringComparison.Ordinal);
        Assert.InRange(answer.Length, 1, 200);
    }

    private void Publish(string topic) => Assert.True(_world.Topics.PublishAsync(topic, Message.FromText("x")).AsTask().IsCompletedSuccessfully);

    /// <summary>Asks, and gives the answer's kind and body.</summary>
    private string Ask(string body)
    {
        Assert.Equal(Protocol.CloseCode.None, _link.Send(Up.Operation(++_correlation, body)));
        var head = $"response {_correlation} ";
        var answer = _link.Read().Single(line => line.Contains(head, StringComparison.Ordinal));
        _link.Send(Up.Ack(_link.Session.Bus.Log.Written));
        return answer[(answer.IndexOf(head, StringComparison.Ordinal) + head.Length)..];
    }
}
