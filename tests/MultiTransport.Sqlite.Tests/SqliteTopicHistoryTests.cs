namespace MultiTransport.Sqlite.Tests;

public sealed class SqliteTopicHistoryTests
{
    [Fact]
    public async Task Append_CountsEachTopicFromOne()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();

        Assert.Equal(1, (await history.AddAsync("a", "one")).Position);
        Assert.Equal(2, (await history.AddAsync("a", "two")).Position);
        Assert.Equal(1, (await history.AddAsync("A", "other")).Position);
        Assert.Equal("1:one 2:two", await history.TextsAsync("a"));
        Assert.Equal(new TopicRange(1, 2), await history.RangeAsync("a"));
        Assert.Equal(default, await history.RangeAsync("never"));
        Assert.Equal("", await history.TextsAsync("never"));
    }

    [Fact]
    public async Task Read_GivesBackAllOfAMessage()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        byte[] bytes = [0, 255, 10, 0];
        await history.AppendAsync("t", new TopicAppend(Message.FromBinary(bytes), "schlüssel ✓", "anna", null), HistoryCalls.Wide, CancellationToken.None);
        await history.AppendAsync("t", new TopicAppend(Message.FromText(""), null, null, null), HistoryCalls.Wide, CancellationToken.None);

        var messages = await history.ReadAsync("t", 0, 10, 100, HistoryCalls.Wide, CancellationToken.None);

        Assert.Equal(2, messages.Count);
        Assert.Equal((1L, "schlüssel ✓", "anna", MessageKind.Binary), (messages[0].Position, messages[0].Key, messages[0].Publisher, messages[0].Message.Kind));
        Assert.Equal(bytes, messages[0].Message.Payload.ToArray());
        Assert.Equal(file.Time.GetUtcNow(), messages[0].Time);
        Assert.Equal((2L, null, null, MessageKind.Text, 0), (messages[1].Position, messages[1].Key, messages[1].Publisher, messages[1].Message.Kind, messages[1].Message.Payload.Length));
    }

    [Theory]
    [InlineData(0, 2, 1000, "1:aa 2:bb")]
    [InlineData(1, 2, 1000, "2:bb 3:cc")]
    [InlineData(0, 10, 4, "1:aa 2:bb")]
    [InlineData(0, 10, 1, "1:aa")] // one at least
    [InlineData(3, 10, 1000, "")]
    [InlineData(99, 10, 1000, "")]
    public async Task Read_StopsAtItsBounds(long after, int limit, int bytes, string expected)
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        foreach (var text in new[] { "aa", "bb", "cc" })
        {
            await history.AddAsync("t", text);
        }

        Assert.Equal(expected, await history.TextsAsync("t", after, limit, bytes));
    }

    [Theory]
    [InlineData(2, 1000, "4:dd 5:ee")]
    [InlineData(100, 5, "4:dd 5:ee")]
    [InlineData(0, 1000, "")]
    public async Task Append_OverItsBounds_ForgetsTheOldest(int messages, int bytes, string kept)
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        var bounds = new TopicBounds(messages, bytes, TimeSpan.FromHours(1));
        foreach (var text in new[] { "aa", "bb", "cc", "dd", "ee" })
        {
            await history.AddAsync("t", text, bounds: bounds);
        }

        Assert.Equal(kept, await history.TextsAsync("t", bounds: bounds));
        Assert.Equal(new TopicRange(kept.Length == 0 ? 6 : 4, 5), await history.RangeAsync("t", bounds));
    }

    [Fact]
    public async Task Read_UnderSmallerBoundsThanBefore_HoldsToThem()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await history.AddAsync("t", text);
        }

        var smaller = HistoryCalls.Wide with { Messages = 1 };

        Assert.Equal("3:c", await history.TextsAsync("t", bounds: smaller));
        Assert.Equal(new TopicRange(3, 3), await history.RangeAsync("t", smaller));
    }

    [Fact]
    public async Task Messages_OverTheirAge_AreGone_AndTheCountGoesOn()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        await history.AddAsync("t", "old");
        file.Time.Advance(TimeSpan.FromMinutes(59));
        await history.AddAsync("t", "new");
        file.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("2:new", await history.TextsAsync("t"));
        Assert.Equal(new TopicRange(2, 2), await history.RangeAsync("t"));

        file.Time.Advance(TimeSpan.FromHours(2)); // what nobody asks for is purged with the next question of anyone
        await history.AddAsync("other", "x");
        Assert.Equal(new TopicRange(3, 2), await history.RangeAsync("t"));
        Assert.Equal(3, (await history.AddAsync("t", "later")).Position);
    }

    [Fact]
    public async Task Reopened_KnowsEverything()
    {
        using var file = new TemporaryFile();
        string epoch;
        await using (var history = file.Open())
        {
            epoch = await history.GetEpochAsync(CancellationToken.None);
            await history.AddAsync("t", "one", "k");
            await history.AddAsync("t", "two", bounds: HistoryCalls.Wide with { Messages = 1 });
        }

        await using var again = file.Open();

        Assert.Equal(8, epoch.Length);
        Assert.Equal(epoch, await again.GetEpochAsync(CancellationToken.None));
        Assert.Equal(new TopicRange(2, 2), await again.RangeAsync("t"));
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.Repetition), await again.AddAsync("t", "one", "k"));
        Assert.Equal(3, (await again.AddAsync("t", "three")).Position);
        Assert.Equal("2:two 3:three", await again.TextsAsync("t"));
    }

    [Fact]
    public async Task IdempotencyKey_AddsOnce_TellsReuse_AndIsForgottenInTime()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        await history.AddAsync("t", "before");

        Assert.Equal(new TopicAppended(2, TopicAppendOutcome.Added), await history.AddAsync("t", "x", "k"));
        Assert.Equal(new TopicAppended(2, TopicAppendOutcome.Repetition), await history.AddAsync("t", "x", "k"));
        Assert.Equal(new TopicAppended(2, TopicAppendOutcome.KeyReused), await history.AddAsync("t", "y", "k"));
        Assert.Equal(new TopicAppended(2, TopicAppendOutcome.KeyReused), await history.AddAsync("t", "x", "k", key: "about"));
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.Added), await history.AddAsync("other", "y", "k"));
        file.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(1));
        Assert.Equal(new TopicAppended(3, TopicAppendOutcome.Added), await history.AddAsync("t", "y", "k"));
        Assert.Equal("1:before 2:x 3:y", await history.TextsAsync("t"));
    }

    [Fact]
    public async Task ManyAtOnce_EachGetsANumberOfItsOwn_AndKeysAddOnce()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            var numbers = new List<long>();
            for (var number = 0; number < 250; number++)
            {
                numbers.Add((await history.AddAsync($"t{number % 3}", $"{task}/{number}")).Position);
                await history.AddAsync("once", $"{number}", $"k{number}");
            }

            return numbers;
        })));

        Assert.Equal(8 * 250, added.Sum(static numbers => numbers.Count));
        for (var topic = 0; topic < 3; topic++)
        {
            var count = 8 * Enumerable.Range(0, 250).Count(number => number % 3 == topic);
            Assert.Equal(new TopicRange(1, count), await history.RangeAsync($"t{topic}"));
        }

        Assert.Equal(new TopicRange(1, 250), await history.RangeAsync("once"));
    }

    [Fact]
    public async Task Cancelled_BeforeItsTurn_IsNotDone()
    {
        using var file = new TemporaryFile();
        await using var history = file.Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await history.AppendAsync("t", new TopicAppend(Message.FromText("x"), null, null, null), HistoryCalls.Wide, cancelled.Token));

        Assert.Equal(default, await history.RangeAsync("t"));
    }
}
