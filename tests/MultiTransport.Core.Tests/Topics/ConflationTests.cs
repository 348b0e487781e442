namespace MultiTransport.Core.Tests;

public sealed class ConflationTests
{
    private readonly World _world = new(
        options => options.Overflow = OverflowPolicy.Wait,
        topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Conflate = true, ConflationWindow = 2, HistoryMessages = 0, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone }] });

    private readonly Session _session;
    private readonly Link _link;

    public ConflationTests()
    {
        _session = _world.Open();
        _link = new Client(_session).TakeQuietly();
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        Assert.Contains("\"conflated\":true", _link.Read()[^1], StringComparison.Ordinal);
        _link.Send(Up.Ack(1));
    }

    [Fact]
    public async Task Slow_GetsTheNewestOfEachKey()
    {
        await PublishAsync("a1", "b1", "a2", "b2", "a3", "c1");
        Assert.Equal(["2 topic 1:1 a= a1", "3 topic 1:2 b= b1"], _link.Read());
        _link.Send(Up.Ack(3));
        Assert.Equal(["4 topic 1:4 b= b2", "5 topic 1:5 a= a3"], _link.Read());
        await PublishAsync("b3");
        _link.Send(Up.Ack(5));
        Assert.Equal(["6 topic 1:6 c= c1", "7 topic 1:7 b= b3"], _link.Read());
        _link.Send(Up.Ack(7));
        await PublishAsync("a4");
        Assert.Equal(["8 topic 1:8 a= a4"], _link.Read());
    }

    /// <summary>Positions only grow, and a key that never rests gets its turn.</summary>
    [Fact]
    public async Task KeyThatNeverRests_DoesNotWaitForTheOthers()
    {
        await PublishAsync("a1", "b1", "hot1", "c1", "d1", "e1");
        _link.Read();
        for (var round = 2; round < 12; round++)
        {
            await PublishAsync($"hot{round}", $"c{round}", $"d{round}", $"e{round}");
            _link.Send(Up.Ack(_session.Bus.Log.Written - 1));
        }

        var got = new List<string>();
        while (_link.Read() is { Count: > 0 } lines)
        {
            got.AddRange(lines);
            _link.Send(Up.Ack(_session.Bus.Log.Written));
        }

        Assert.Contains(got, static line => line.Contains(" hot=", StringComparison.Ordinal) && !line.EndsWith("hot11", StringComparison.Ordinal));
        var positions = got.Select(static line => int.Parse(line.Split(':')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(positions.Order(), positions);
        Assert.All(["hot11", "c11", "d11", "e11"], newest => Assert.Contains(got, line => line.EndsWith(newest, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WithoutKey_TheNewestCounts()
    {
        for (var i = 1; i <= 5; i++)
        {
            await _world.Topics.PublishAsync("t", Message.FromText($"{i}"));
        }

        Assert.Equal(["2 topic 1:1 1", "3 topic 1:2 2"], _link.Read());
        _link.Send(Up.Ack(3));
        Assert.Equal(["4 topic 1:5 5"], _link.Read());
    }

    [Fact]
    public async Task MoreKeysThanAreKept_TheOldestAreAGap()
    {
        for (var i = 1; i <= 1_012; i++)
        {
            await _world.Topics.PublishAsync("t", Message.FromText($"{i}"), new TopicPublish { Key = $"{i}" });
        }

        _link.Read();
        _link.Send(Up.Ack(3));
        Assert.Equal(["""4 {"gap":{"topic":"t","why":"evicted","from":3,"to":12}}""", "5 topic 1:13 13= 13"], _link.Read());
    }

    /// <summary>While it reads of the history that goes on losing its oldest: what waits stands before the gap, and only that.</summary>
    [Fact]
    public async Task GapOfTheHistory_ComesBehindWhatWaits()
    {
        var history = new FaultyHistory();
        var world = new World(
            options => options.Overflow = OverflowPolicy.Wait,
            topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Conflate = true, ConflationWindow = 1, HistoryMessages = 70, Subscribe = TopicAccess.Anyone }] },
            history: history);
        async Task PublishMoreAsync(int from, int to)
        {
            for (var i = from; i <= to; i++)
            {
                await world.Topics.PublishAsync("t", Message.FromText($"{i}"), new TopicPublish { Key = $"{i}" });
            }
        }

        await PublishMoreAsync(1, 70);
        var reads = 0;
        history.Before = call => call == "read t" && ++reads == 2 ? PublishMoreAsync(71, 140) : Task.CompletedTask;
        var link = new Client(world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t","last":70}"""));

        var got = new List<string>();
        for (var lines = link.Read(); lines.Count > 0; lines = link.Read())
        {
            got.AddRange(lines.Where(static line => line.Contains(" topic ", StringComparison.Ordinal) || line.Contains("evicted", StringComparison.Ordinal)));
            link.Send(Up.Ack(link.Session.Bus.Log.Written));
            world.WaitUntilQuiet();
        }

        Assert.Equal(
            [.. Enumerable.Range(1, 64).Select(static number => $"{number}"), """{"gap":{"topic":"t","why":"evicted","from":65,"to":70}}""", .. Enumerable.Range(71, 70).Select(static number => $"{number}")],
            got.Select(static line => line[(line.LastIndexOf(' ') + 1)..]));
    }

    [Fact]
    public async Task PublishersOwn_WantedNoCopy_ComesNot()
    {
        _link.Send(Up.Publish("t", "mine", isToSelf: false));
        await PublishAsync("a1");
        Assert.Equal(["ack 2", "2 topic 1:2 a= a1"], _link.Read());
    }

    private async Task PublishAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            await _world.Topics.PublishAsync("t", Message.FromText(text), new TopicPublish { Key = text.TrimEnd("0123456789".ToCharArray()) });
        }
    }
}
