using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class OperationTests
{
    private readonly Authorizer _authorizer = new();
    private readonly World _world;
    private readonly Link _link;
    private long _correlation;

    public OperationTests()
    {
        _world = new World(topics: Options(), authorizer: _authorizer);
        _link = new Client(_world.Open()).TakeQuietly();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"subscribe\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\"")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\"} {}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",}")]
    [InlineData("{\"op\":\"subscribe\"}")]
    [InlineData("{\"op\":null,\"topic\":\"open\"}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":null}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":7}")]
    [InlineData("{\"op\":7,\"topic\":\"open\"}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":[\"open\"]}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":7}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"epoch\":\"x\"}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":-1}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":9007199254740992}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":1.5}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":\"1\"}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":1e400}}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"last\":1001}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"last\":-1}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"last\":99999999999}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"presence\":1}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"\\ud800\"}")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",//\n}")]
    [InlineData("{\"op\":\"history\",\"topic\":\"open\",\"limit\":0}")]
    [InlineData("{\"op\":\"history\",\"topic\":\"open\",\"limit\":101}")]
    [InlineData("{\"op\":\"history\",\"topic\":\"open\",\"before\":-1}")]
    [InlineData("{\"op\":\"history\"}")]
    [InlineData("{\"op\":\"presence\"}")]
    [InlineData("{\"op\":\"unsubscribe\"}")]
    [InlineData("{\"OP\":\"subscribe\",\"TOPIC\":\"open\"}")]
    public void Malformed_IsAnsweredSo(string body) => Assert.Equal("e:operation-malformed", Ask(body));

    [Theory]
    [InlineData(9)]
    [InlineData(500)]
    [InlineData(2_000)]
    public void NestedDeeply_IsMalformed(int depth) =>
        Assert.Equal("e:operation-malformed", Ask($$"""{"op":"subscribe","topic":"open","x":{{new string('[', depth)}}{{new string(']', depth)}}}"""));

    [Fact]
    public void BytesThatAreNoUtf8_AreMalformed()
    {
        byte[] body = [.. "{\"op\":\"subscribe\",\"topic\":\""u8, 0xFF, 0xC0, .. "\"}"u8];
        _link.Send(Up.Raw(FrameType.Request, [1, (byte)'j', .. body]));
        Assert.Equal("1 response 1 e:operation-malformed", _link.Read()[^1]);
    }

    [Fact]
    public void Length_IsAtMostFourKibibytes()
    {
        const string Body = """{"op":"unsubscribe","topic":"open","x":"?"}""";
        Assert.Equal("t:{}", Ask(Body.Replace("?", new string('x', 4096 - Body.Length + 1), StringComparison.Ordinal)));
        Assert.Equal("e:operation-malformed", Ask(Body.Replace("?", new string('x', 4096 - Body.Length + 2), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{\"op\":\"?\"}", "operation-unknown")]
    [InlineData("{\"op\":\"Subscribe\",\"topic\":\"open\"}", "operation-unknown")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\" open\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open*\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"a\\u0000b\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"a\\u0085b\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"a\\u2028b\"}", "topic-malformed")]
    [InlineData("{\"op\":\"unsubscribe\",\"topic\":\"*\"}", "topic-malformed")]
    [InlineData("{\"op\":\"history\",\"topic\":\"\"}", "topic-malformed")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"nowhere\"}", "topic-unknown")]
    [InlineData("{\"op\":\"presence\",\"topic\":\"nowhere\"}", "topic-unknown")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"Open\"}", "topic-unknown")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"Any x\"}", "topic-unknown")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"closed\"}", "topic-forbidden")]
    [InlineData("{\"op\":\"history\",\"topic\":\"closed\"}", "topic-forbidden")]
    [InlineData("{\"op\":\"presence\",\"topic\":\"open\"}", "topic-forbidden")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"presence\":true}", "topic-forbidden")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"now\",\"last\":1}", "topic-forbidden")]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"now\",\"since\":{\"position\":0}}", "topic-forbidden")]
    [InlineData("{\"op\":\"history\",\"topic\":\"now\"}", "topic-forbidden")]
    public void Refused_WithItsCode(string body, string code)
    {
        Assert.Equal($"e:{code}", Ask(body));
        Assert.Equal(0, _world.Topics.Count);
    }

    [Fact]
    public void WhoMayNotReadTheHistory_ComesBackWithAGap()
    {
        Publish("now", 3);
        var epoch = _world.Topics.Store.LastEpoch!;
        string Since(long position, string of) => Ask($$$"""{"op":"subscribe","topic":"now","since":{"epoch":"{{{of}}}","position":{{{position}}}}}""");
        void End() => Ask("""{"op":"unsubscribe","topic":"now"}""");

        Assert.Contains("\"position\":3,\"gap\":{\"why\":\"unknown\",\"from\":2,\"to\":3}", Since(1, epoch), StringComparison.Ordinal);
        End();
        Assert.DoesNotContain("gap", Since(3, epoch), StringComparison.Ordinal);
        End();
        Assert.Contains("\"gap\":{\"why\":\"ahead\"}", Since(9, epoch), StringComparison.Ordinal);
        End();
        Assert.Contains("\"gap\":{\"why\":\"epoch\"}", Since(1, "otherone"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"op\":\"subscribe\",\"topic\":\"open\",\"since\":{\"position\":1},\"last\":1}")]
    [InlineData("{\"op\":\"history\",\"topic\":\"open\",\"since\":{\"position\":1},\"before\":1}")]
    [InlineData("{\"op\":\"history\",\"topic\":\"open\",\"before\":0}")]
    public void WhatContradictsItself_IsMalformed(string body) => Assert.Equal("e:operation-malformed", Ask(body));

    [Fact]
    public void Names_UpTo255Bytes()
    {
        Assert.StartsWith("t:", Ask($$"""{"op":"subscribe","topic":"any {{new string('é', 125)}}x"}"""), StringComparison.Ordinal);
        Assert.Equal("e:topic-malformed", Ask($$"""{"op":"subscribe","topic":"any {{new string('é', 126)}}"}"""));
    }

    [Fact]
    public void Policies_AreAsked_AndWhatTheyThrowIsNo()
    {
        Assert.Equal("e:topic-forbidden", Ask("""{"op":"subscribe","topic":"asked"}"""));
        _authorizer.Answer = static _ => true;
        Assert.StartsWith("t:", Ask("""{"op":"subscribe","topic":"asked"}"""), StringComparison.Ordinal);
        _authorizer.Answer = static _ => throw new InvalidOperationException("the directory is down");
        Assert.Equal("e:topic-forbidden", Ask("""{"op":"history","topic":"asked"}"""));
        Assert.Equal(["members asked Subscribe", "members asked Subscribe", "members asked ReadHistory"], _authorizer.Asked);
    }

    [Fact]
    public void SubscribedAlready_MovesNothing()
    {
        var first = Ask("""{"op":"subscribe","topic":"open"}""");
        Publish("open", 3);
        _link.Read();
        Assert.Equal(first.Replace("\"position\":0", "\"position\":3", StringComparison.Ordinal), Ask("""{"op":"subscribe","topic":"open","since":{"position":0}}"""));
        Assert.Empty(_link.Read());
    }

    [Fact]
    public void Subscriptions_AreLimited()
    {
        for (var i = 0; i < 128; i++)
        {
            Assert.StartsWith("t:", Ask($$"""{"op":"subscribe","topic":"any {{i}}"}"""), StringComparison.Ordinal);
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("e:topic-limit", Ask("""{"op":"subscribe","topic":"any other"}"""));
        Assert.Equal("t:{}", Ask("""{"op":"unsubscribe","topic":"any 5"}"""));
        Assert.StartsWith("t:", Ask("""{"op":"subscribe","topic":"any other"}"""), StringComparison.Ordinal);
        Assert.Equal(128, _world.Topics.Counts.Subscriptions);
    }

    [Fact]
    public void Operations_AreLimitedInTime()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("e:operation-malformed", Ask("?"));
        }

        Assert.Equal("e:too-many-requests", Ask("?"));
        _world.Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("e:operation-malformed", Ask("?"));
        Assert.Equal("e:too-many-requests", Ask("?"));
    }

    [Fact]
    public void Publishes_AreLimitedInTime()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(CloseCode.None, _link.Send(Up.Publish("open", "x")));
        }

        _link.Send(Up.Publish("open", "x"));
        _world.Time.Advance(TimeSpan.FromMilliseconds(10));
        _link.Send(Up.Publish("open", "x"), Up.Publish("open", "x"));
        Assert.Equal(["fail 201 too-many-requests", "fail 203 too-many-requests", "ack 203"], _link.Read());
        Assert.Equal(201, _world.Topics.Counts.PublishedMessages);
    }

    [Fact]
    public void NoTopicsHere_NotSupported()
    {
        var link = new Client(new World().Open()).TakeQuietly();
        link.Send(Up.Operation(4, """{"op":"subscribe","topic":"open"}"""), Up.Publish("open", "x"));
        Assert.Equal(["fail 2 not-supported", "ack 2", "1 response 4 e:not-supported"], link.Read());
    }

    private static TopicOptions Options() => new()
    {
        Rules =
        [
            new TopicRule { Name = "open", Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone },
            new TopicRule { Name = "closed", ReadHistory = TopicAccess.Nobody },
            new TopicRule { Name = "now", Subscribe = TopicAccess.Anyone, ReadHistory = TopicAccess.Nobody },
            new TopicRule { Name = "asked", Subscribe = TopicAccess.Policy("members") },
            new TopicRule { Name = "any *", Subscribe = TopicAccess.Anyone },
        ],
    };

    private void Publish(string topic, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            Assert.True(_world.Topics.PublishAsync(topic, Message.FromText($"{i}")).AsTask().IsCompletedSuccessfully);
        }
    }

    /// <summary>Asks, and gives the answer's kind and body.</summary>
    private string Ask(string body)
    {
        Assert.Equal(CloseCode.None, _link.Send(Up.Operation(++_correlation, body)));
        var answer = _link.Read().Single(line => line.Contains($"response {_correlation} ", StringComparison.Ordinal));
        _link.Send(Up.Ack(_link.Session.Bus.Log.Written));
        return answer[(answer.IndexOf($"response {_correlation} ", StringComparison.Ordinal) + $"response {_correlation} ".Length)..];
    }

    private sealed class Authorizer : ITopicAuthorizer
    {
        public Func<TopicResource, bool> Answer { get; set; } = static _ => false;

        public List<string> Asked { get; } = [];

        public ValueTask<bool> IsAllowedAsync(string policy, TopicResource resource, CancellationToken cancellationToken)
        {
            Asked.Add($"{policy} {resource.Topic} {resource.Right}");
            return new(Answer(resource));
        }
    }
}
