namespace MultiTransport.Core.Tests;

/// <summary>A store that goes back while the process runs: nothing of it is silent.</summary>
public sealed class RestoredStoreTests
{
    private const string Subscribe = """{"op":"subscribe","topic":"t"}""";

    private readonly RestorableHistory _history = new();

    [Fact]
    public async Task NumbersGoBack_SubscribersAreToldAndGoOnInANewEpoch()
    {
        var world = NewWorld();
        var link = Subscribed(world);
        await PublishAsync(world, "1", "2", "3");
        var backup = _history.Backup();
        await PublishAsync(world, "lost", "lost too");
        link.Read();
        _history.Restore(backup);

        var published = await world.Topics.PublishAsync("t", Message.FromText("4"));

        world.WaitUntilQuiet();
        Assert.Equal(4, published.Position.Number);
        Assert.NotEqual(_history.Epoch, published.Position.Epoch);
        Assert.Equal([$$$"""7 {"gap":{"topic":"t","why":"ahead","epoch":"{{{published.Position.Epoch}}}","position":3}}""", "8 topic 1:4 4"], link.Read());
        await PublishAsync(world, "5");
        Assert.Equal(["9 topic 1:5 5"], link.Read());
    }

    [Fact]
    public async Task NumbersGoBack_WhoComesBackWithTheOldEpochIsToldToo()
    {
        var world = NewWorld();
        await PublishAsync(world, "1", "lost");
        _history.Restore([]);
        await PublishAsync(world, "new 1", "new 2", "new 3");
        var link = new Client(world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, $$$"""{"op":"subscribe","topic":"t","since":{"epoch":"{{{_history.Epoch}}}","position":2}}"""));
        Assert.Equal(["""1 response 1 t:{"index":1,"epoch":"?","position":0,"gap":{"why":"epoch"}}""".Replace("?", world.Epoch, StringComparison.Ordinal), "2 topic 1:1 new 1", "3 topic 1:2 new 2", "4 topic 1:3 new 3"], link.Read()[1..]);
    }

    [Fact]
    public async Task AnotherStore_SubscribersGetAllOfIt()
    {
        var world = NewWorld();
        var link = Subscribed(world);
        await PublishAsync(world, "1", "2");
        link.Read();
        (_history.Epoch, var other) = ("BBBBBBBB", new RestorableHistory());
        await other.AppendAsync("t", new TopicAppend(Message.FromText("of before"), null, null, null), default, default);
        _history.Restore(other.Backup());

        await PublishAsync(world, "3");

        world.WaitUntilQuiet();
        Assert.Equal(["""4 {"gap":{"topic":"t","why":"epoch","epoch":"BBBBBBBB","position":0}}""", "5 topic 1:1 of before", "6 topic 1:2 3"], link.Read());
    }

    [Fact]
    public async Task AnotherStore_IsSeenByWhoSubscribesToo()
    {
        var world = NewWorld();
        var link = Subscribed(world);
        await PublishAsync(world, "1");
        link.Read();
        _history.Epoch = "BBBBBBBB";
        _history.Restore([]);

        Subscribed(world);

        world.WaitUntilQuiet();
        Assert.Equal(["""3 {"gap":{"topic":"t","why":"epoch","epoch":"BBBBBBBB","position":0}}"""], link.Read());
        await PublishAsync(world, "new");
        Assert.Equal(["4 topic 1:1 new"], link.Read());
    }

    [Fact]
    public async Task NumbersGoBack_WhoIsBehindIsToldInItsPlace()
    {
        var world = NewWorld(static options => (options.Overflow, options.LogMessages) = (OverflowPolicy.Wait, 8));
        var link = Subscribed(world);
        await PublishAsync(world, "1", "2", "3", "4", "5", "6", "7", "8", "9");
        world.WaitUntilQuiet();
        _history.Restore([]);
        await PublishAsync(world, "new 1");
        var lines = Drain(world, link);
        Assert.Equal(Enumerable.Range(1, lines.Count - 2).Select(static number => $"topic 1:{number} {number}"), lines[..^2]);
        Assert.Equal([$$$"""{"gap":{"topic":"t","why":"ahead","epoch":"{{{world.Epoch}}}","position":0}}""", "topic 1:1 new 1"], lines[^2..]);
    }

    /// <summary>What the store still has of the numbers that it has not read yet comes as ever.</summary>
    [Fact]
    public async Task NumbersGoBack_WhoStandsBeforeThat_MissesNothing()
    {
        var world = NewWorld(static options => (options.Overflow, options.LogMessages) = (OverflowPolicy.Wait, 8));
        var link = Subscribed(world);
        await PublishAsync(world, [.. Enumerable.Range(1, 12).Select(static number => $"{number}")]);
        var backup = _history.Backup();
        await PublishAsync(world, "lost");
        _history.Restore(backup);
        await PublishAsync(world, "13");
        var lines = Drain(world, link);
        var gap = lines.FindIndex(static line => line.Contains("ahead", StringComparison.Ordinal));
        Assert.EndsWith($"\"position\":{gap}}}}}", lines[gap], StringComparison.Ordinal);
        lines.RemoveAt(gap);
        Assert.Equal(Enumerable.Range(1, 13).Select(static number => $"topic 1:{number} {number}"), lines);
    }

    [Fact]
    public async Task NumbersGoBack_WhileAPageIsRead_ItsMessagesComeOnceAndBehindTheGap()
    {
        var world = NewWorld();
        await PublishAsync(world, "1", "2");
        var backup = _history.Backup();
        await PublishAsync(world, "3", "4");
        var epoch = world.Epoch;
        _history.BeforeRead = async () =>
        {
            _history.BeforeRead = null;
            _history.Restore(backup);
            await PublishAsync(world, "new 3");
        };
        var link = new Client(world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, $$$"""{"op":"subscribe","topic":"t","since":{"epoch":"{{{epoch}}}","position":2}}"""));
        world.WaitUntilQuiet();
        Assert.Equal([$$$"""{"gap":{"topic":"t","why":"ahead","epoch":"{{{world.Epoch}}}","position":2}}""", "topic 1:3 new 3"], Drain(world, link)[1..]);
    }

    [Fact]
    public async Task NumbersGoBack_InAConflatedTopic_WhatWaitsGoesFirst()
    {
        var world = NewWorld();
        var link = new Client(world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"keyed"}"""));
        link.Send(Up.Ack(link.Session.Bus.Log.Written));
        foreach (var text in (string[])["1", "2", "3", "4"])
        {
            await world.Topics.PublishAsync("keyed", Message.FromText(text));
        }

        _history.Restore([]);
        await world.Topics.PublishAsync("keyed", Message.FromText("new 1"));
        world.WaitUntilQuiet();
        Assert.Equal(["topic 1:4 4", $$$"""{"gap":{"topic":"keyed","why":"ahead","epoch":"{{{world.Epoch}}}","position":0}}""", "topic 1:1 new 1"], Drain(world, link)[^3..]);
    }

    [Fact]
    public async Task NumbersGoBack_InOneTopic_AllHaveTheSameNewEpoch()
    {
        var world = NewWorld();
        var link = Subscribed(world);
        await PublishAsync(world, "1", "2");
        await world.Topics.PublishAsync("other", Message.FromText("1"));
        link.Read();
        _history.Restore([]);

        var first = await world.Topics.PublishAsync("other", Message.FromText("new 1"));
        var second = await world.Topics.PublishAsync("t", Message.FromText("new 1"));

        world.WaitUntilQuiet();
        Assert.Equal(first.Position.Epoch, second.Position.Epoch);
        Assert.Equal([$$$"""4 {"gap":{"topic":"t","why":"ahead","epoch":"{{{first.Position.Epoch}}}","position":0}}""", "5 topic 1:1 new 1"], link.Read());
    }

    [Fact]
    public async Task NumbersGoBack_ItsOwnMessageIsStillSkipped()
    {
        var world = NewWorld();
        var link = Subscribed(world);
        await PublishAsync(world, "1", "2");
        link.Read();
        _history.Restore([]);
        link.Send(Up.Publish("t", "mine", isToSelf: false));
        world.WaitUntilQuiet();
        Assert.Equal(["""5 {"skipped":{"topic":"t","position":1}}"""], link.Read()[^1..]);
    }

    [Fact]
    public async Task NumbersGoBack_AnothersMessageOfTheSameNumberIsNotSkipped()
    {
        var world = NewWorld(static options => (options.Overflow, options.LogMessages) = (OverflowPolicy.Wait, 8));
        var link = Subscribed(world);
        await PublishAsync(world, [.. Enumerable.Range(1, 12).Select(static number => $"{number}")]);
        var backup = _history.Backup();
        link.Send(Up.Publish("t", "mine", isToSelf: false));
        _history.Restore(backup);
        await PublishAsync(world, "13");
        Assert.Equal("topic 1:13 13", Drain(world, link)[^1]);
    }

    [Fact]
    public async Task Renew_ByTwoTopicsThatSawTheSame_IsOneNewName()
    {
        var store = new TopicStore(_history);
        var seen = await store.AskEpochAsync(default);
        var renewed = store.Renew(seen);
        Assert.Equal(renewed, store.Renew(seen));
        Assert.Equal(renewed, await store.AskEpochAsync(default));
        Assert.NotEqual(renewed.Name, store.Renew(renewed).Name);
        _history.Epoch = "BBBBBBBB";
        Assert.Equal(new TopicEpoch("BBBBBBBB", "BBBBBBBB"), await store.AskEpochAsync(default));
    }

    private World NewWorld(Action<SessionOptions>? options = null) => new(options, history: _history, topics: new TopicOptions
    {
        Rules =
        [
            new TopicRule { Name = "keyed", Subscribe = TopicAccess.Anyone, Conflate = true, ConflationWindow = 1 },
            new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone },
        ],
    });

    private static Link Subscribed(World world)
    {
        var link = new Client(world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, Subscribe));
        link.Read();
        link.Send(Up.Ack(1));
        return link;
    }

    private static async Task PublishAsync(World world, params string[] texts)
    {
        foreach (var text in texts)
        {
            await world.Topics.PublishAsync("t", Message.FromText(text));
        }
    }

    /// <summary>Reads and acks until nothing comes any more; the numbered lines, without the session's numbers.</summary>
    private static List<string> Drain(World world, Link link)
    {
        var lines = new List<string>();
        for (var read = link.Read(); read.Count > 0; read = link.Read())
        {
            lines.AddRange(read.Where(static line => char.IsDigit(line[0])).Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
            link.Send(Up.Ack(link.Session.Bus.Log.Written));
            world.WaitUntilQuiet();
        }

        return lines;
    }
}
