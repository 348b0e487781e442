namespace MultiTransport.Core.Tests;

public sealed class SubscribingTests
{
    private readonly World _world = new(
        options => (options.LogMessages, options.Overflow) = (20, OverflowPolicy.Wait),
        topics: new TopicOptions { Rules = [new TopicRule { Name = "*", HistoryMessages = 50, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone }] });

    [Theory]
    [InlineData("", 60, null)]
    [InlineData(",\"last\":0", 60, null)]
    [InlineData(",\"last\":4", 56, null)]
    [InlineData(",\"last\":1000", 10, null)]
    [InlineData(",\"since\":{\"position\":58}", 58, null)]
    [InlineData(",\"since\":{\"position\":10}", 10, null)]
    [InlineData(",\"since\":{\"position\":9}", 10, "{\"why\":\"evicted\",\"from\":10,\"to\":10}")]
    [InlineData(",\"since\":{\"position\":0}", 10, "{\"why\":\"evicted\",\"from\":1,\"to\":10}")]
    [InlineData(",\"since\":{\"epoch\":\"another!\",\"position\":58}", 10, "{\"why\":\"epoch\"}")]
    [InlineData(",\"since\":{\"position\":61}", 60, "{\"why\":\"ahead\"}")]
    public void Subscribe_SaysWhereItBeginsAndWhatIsLost(string how, long position, string? gap)
    {
        Publish(1, 60);
        var link = new Client(_world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, $$"""{"op":"subscribe","topic":"t"{{how}}}"""));
        var answer = $$"""1 response 1 t:{"index":1,"epoch":"{{_world.Epoch}}","position":{{position}}{{(gap is null ? "" : $",\"gap\":{gap}")}}}""";
        var got = ReadAll(link);
        Assert.Equal(answer, got[1]);
        Assert.Equal(Enumerable.Range((int)position + 1, 60 - (int)position).Select(static number => $"{number}"), got[2..].Select(static line => line.Split(' ')[^1]));
    }

    [Fact]
    public void Replay_LeavesHalfTheLogToOthers()
    {
        Publish(1, 50);
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t","last":50}"""));
        Assert.Equal(10, session.Bus.Log.Count);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(session.TrySend(Message.FromText("another's")));
        }
    }

    /// <summary>Nobody waits for a client that does not read, and it misses nothing when it does again.</summary>
    [Fact]
    public void Slow_UnderWait_IsServedFromTheHistory()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        Publish(1, 45);
        Assert.Equal(20, session.Bus.Log.Count);
        Assert.Equal(Enumerable.Range(1, 45).Select(static number => $"{number}"), ReadAll(link)[2..].Select(static line => line.Split(' ')[^1]));
        Publish(46, 47);
        Assert.Equal(["46", "47"], link.Read().Select(static line => line.Split(' ')[^1]));
    }

    [Fact]
    public void Slow_ForLongerThanTheHistoryReaches_IsToldTheGap()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        Publish(1, 100);
        var got = ReadAll(link)[2..];
        Assert.Equal("20 topic 1:19 19", got[18]);
        Assert.Equal("""21 {"gap":{"topic":"t","why":"evicted","from":20,"to":50}}""", got[19]);
        Assert.Equal("22 topic 1:51 51", got[20]);
        Assert.Equal(100 - 31 + 1, got.Count);
        Assert.Equal(1, _world.Topics.Counts.Gaps);
        Assert.Equal(69, _world.Topics.Counts.DeliveredMessages);
    }

    /// <summary>A session that is away loses nothing of a topic that its history still has, whatever its policy.</summary>
    [Fact]
    public void Away_UnderDisconnect_IsServedFromTheHistory()
    {
        _world.Options.Overflow = OverflowPolicy.Disconnect;
        var session = _world.Open();
        var client = new Client(session);
        var link = client.TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        link.Read();
        link.Leave();
        Publish(1, 50);
        link = client.TakeQuietly(received: 1, upstream: 1);
        Assert.Equal(Enumerable.Range(1, 50).Select(static number => $"{number}"), ReadAll(link).Select(static line => line.Split(' ')[^1]));
    }

    [Fact]
    public void NativeClient_GetsALongHistoryAsItReads()
    {
        Publish(1, 50);
        var session = _world.Open();
        var link = new Client(session).Native();
        Assert.True(_world.Topics.SubscribeAsync(session, "t", new TopicSubscribe { Last = 50 }).AsTask().IsCompletedSuccessfully);
        var got = new List<string>();
        while (got.Count < 51)
        {
            var lines = link.Read(5);
            Assert.NotEmpty(lines);
            got.AddRange(lines);
            _world.WaitUntilQuiet();
        }

        Assert.Equal("51 topic 1:50 50", got[^1]);
    }

    [Fact]
    public void History_ByPages_EitherWay()
    {
        Publish(1, 60);
        var link = new Client(_world.Open()).TakeQuietly();
        link.Send(
            Up.Operation(1, """{"op":"history","topic":"t","limit":2}"""),
            Up.Operation(2, """{"op":"history","topic":"t","before":13,"limit":3}"""),
            Up.Operation(3, """{"op":"history","topic":"t","since":{"position":57},"limit":2}"""),
            Up.Operation(4, """{"op":"history","topic":"other"}"""));
        var answers = link.Read()[1..].Select(line => line[(line.IndexOf("t:", StringComparison.Ordinal) + 2)..]).ToList();
        var time = _world.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(Page(more: true, 59, 60), answers[0]);
        Assert.Equal(Page(more: false, 11, 12), answers[1]);
        Assert.Equal(Page(more: true, 58, 59), answers[2]);
        Assert.Equal($$"""{"epoch":"{{_world.Epoch}}","first":0,"last":0,"messages":[]}""", answers[3]);

        string Page(bool more, params int[] positions) =>
            $$"""{"epoch":"{{_world.Epoch}}","first":11,"last":60,"messages":[{{string.Join(',', positions.Select(position => $$"""{"position":{{position}},"time":{{time}},"text":"{{position}}"}"""))}}]{{(more ? ",\"more\":true" : "")}}}""";
    }

    [Fact]
    public async Task History_FitsTheLimitOfMessages_NewestFirst()
    {
        var text = new string('"', 9_000); // each character takes two as JSON
        for (var i = 0; i < 6; i++)
        {
            await _world.Topics.PublishAsync("t", Message.FromText(text));
        }

        var link = new Client(_world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"history","topic":"t"}"""));
        Assert.True(link.Reader.TryRead(out _));
        Assert.True(link.Reader.TryRead(out var frame));
        var answer = System.Text.Encoding.UTF8.GetString(Down.PayloadOf(frame));
        Assert.InRange(answer.Length, 50_000, _world.Options.MaxMessageBytes);
        Assert.Contains("\"position\":6,", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"position\":3,", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"more\":true}", answer, StringComparison.Ordinal);
    }

    private void Publish(int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            Assert.True(_world.Topics.PublishAsync("t", Message.FromText($"{i}")).AsTask().IsCompletedSuccessfully);
        }
    }

    /// <summary>Reads and acks until there is no more.</summary>
    private List<string> ReadAll(Link link)
    {
        var all = new List<string>();
        while (link.Read() is { Count: > 0 } lines)
        {
            all.AddRange(lines);
            link.Send(Up.Ack(link.Session.Bus.Log.Written));
            _world.WaitUntilQuiet();
        }

        return all;
    }
}
