using MultiTransport.Testing;

namespace MultiTransport.Core.Tests;

public sealed class MemoryHistoryTests
{
    private static readonly TopicBounds Wide = new(1_000, 1 << 20, TimeSpan.FromHours(1));

    private readonly ManualTimeProvider _time = new();
    private readonly TopicOptions _options = new();
    private readonly MemoryTopicHistory _history;

    public MemoryHistoryTests() => _history = new MemoryTopicHistory(_options, _time);

    [Fact]
    public async Task Epoch_IsEightCharactersAndTheProcessesOwn()
    {
        var epoch = await _history.GetEpochAsync(default);
        Assert.Matches("^[A-Za-z0-9_-]{8}$", epoch);
        Assert.NotEqual(epoch, await new MemoryTopicHistory(_options, _time).GetEpochAsync(default));
    }

    [Fact]
    public async Task Range_OfNothing_OfSomething_OfWhatIsNotKept()
    {
        Assert.Equal(new TopicRange(0, 0), await RangeAsync(Wide));
        await AppendAsync(Wide, "a", "b");
        Assert.Equal(new TopicRange(1, 2), await RangeAsync(Wide));
        Assert.Equal(3, await AppendAsync(Wide with { Messages = 0 }, "c"));
        Assert.Equal(new TopicRange(4, 3), await RangeAsync(Wide));
    }

    [Theory]
    [InlineData(3, 1 << 20)]
    [InlineData(1_000, 6)]
    public async Task Bounds_TheOldestGo(int messages, int bytes)
    {
        var bounds = Wide with { Messages = messages, Bytes = bytes };
        await AppendAsync(bounds, "11", "22", "33", "44", "55");
        Assert.Equal(new TopicRange(3, 5), await RangeAsync(bounds));
        Assert.Equal(["33", "44", "55"], await ReadAsync(0, 100, 1_000, bounds));
    }

    [Fact]
    public async Task Age_CountsByTheMonotonicClock()
    {
        await AppendAsync(Wide, "old");
        _time.SetUtcNow(_time.GetUtcNow().AddYears(1));
        _time.Advance(TimeSpan.FromMinutes(30));
        await AppendAsync(Wide, "young");
        Assert.Equal(["old", "young"], await ReadAsync(0, 100, 1_000, Wide));
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["young"], await ReadAsync(0, 100, 1_000, Wide));
        Assert.Equal(new TopicRange(2, 2), await RangeAsync(Wide));
    }

    [Fact]
    public async Task Read_AsManyAsFit_OneAtLeast()
    {
        await AppendAsync(Wide, "11", "22", "33");
        Assert.Equal(["22"], await ReadAsync(1, 100, 1, Wide));
        Assert.Equal(["11", "22"], await ReadAsync(0, 100, 5, Wide));
        Assert.Equal(["11", "22"], await ReadAsync(0, 100, 4, Wide));
        Assert.Equal(["11"], await ReadAsync(0, 100, 3, Wide));
        Assert.Equal(["11"], await ReadAsync(0, 1, 100, Wide));
        Assert.Empty(await ReadAsync(3, 100, 100, Wide));
        Assert.Empty(await ReadAsync(300, 100, 100, Wide));
    }

    [Fact]
    public async Task MessageLargerThanAllThatIsKept_LeavesNoHole()
    {
        var bounds = Wide with { Bytes = 4 };
        await AppendAsync(bounds, "11", "22", "too long");
        Assert.Equal(new TopicRange(4, 3), await RangeAsync(bounds));
        await AppendAsync(bounds, "44");
        Assert.Equal(new TopicRange(4, 4), await RangeAsync(bounds));
        await AppendAsync(bounds, "full");
        Assert.Equal(new TopicRange(5, 5), await RangeAsync(bounds));
    }

    [Fact]
    public async Task AllTogether_TheLongestUnusedGiveWay()
    {
        _options.HistoryBytes = 1 << 20;
        var big = new string('x', 10_000);
        for (var topic = 0; topic < 20; topic++)
        {
            for (var i = 0; i < 10; i++)
            {
                await _history.AppendAsync($"{topic}", new TopicAppend(Message.FromText(big), null, null, null), Wide, default);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_history.Weight, 1, 1 << 20);
        Assert.Equal(10, _history.Held("19", Wide).Messages);
        Assert.Equal(0, _history.Held("0", Wide).Messages);
        Assert.Equal(new TopicRange(11, 10), await _history.GetRangeAsync("0", Wide, default));
    }

    [Fact]
    public async Task Sweep_LetsGoWhatNobodyAsksFor()
    {
        await AppendAsync(Wide, "a", "b");
        _time.Advance(TimeSpan.FromHours(2));
        Assert.NotEqual(0, _history.Weight);
        _history.Sweep(static _ => Wide);
        Assert.Equal(0, _history.Weight);
    }

    [Fact]
    public async Task Forget_GivesBackWhatItHeld()
    {
        await AppendAsync(Wide, "a", "b");
        _history.Forget("t");
        Assert.Equal(0, _history.Weight);
        Assert.Equal((0, 0L), _history.Held("t", Wide));
    }

    [Fact]
    public async Task IdempotencyKey_KnownForItsLife()
    {
        var first = await PublishAsync("t", "a", "key");
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.Added), first);
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.Repetition), await PublishAsync("t", "a", "key"));
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.KeyReused), await PublishAsync("t", "b", "key"));
        Assert.Equal(new TopicAppended(1, TopicAppendOutcome.Added), await PublishAsync("other", "b", "key"));
        _time.Advance(_options.IdempotencyLife);
        Assert.Equal(new TopicAppended(2, TopicAppendOutcome.Added), await PublishAsync("t", "a", "key"));
    }

    [Fact]
    public void IdempotencyKeys_AreBounded()
    {
        var table = new IdempotencyTable(long.MaxValue, capacity: 3);
        for (var i = 1; i <= 5; i++)
        {
            table.Add("t", Append($"{i}"), i, now: i);
        }

        Assert.Equal(3, table.Count);
        Assert.False(table.TryFind("t", Append("2"), 6, out _));
        Assert.True(table.TryFind("t", Append("3"), 6, out _));

        static TopicAppend Append(string key) => new(Message.FromText("x"), null, null, key);
    }

    private async Task<long> AppendAsync(TopicBounds bounds, params string[] texts)
    {
        long last = 0;
        foreach (var text in texts)
        {
            last = (await _history.AppendAsync("t", new TopicAppend(Message.FromText(text), null, null, null), bounds, default)).Position;
        }

        return last;
    }

    private ValueTask<TopicAppended> PublishAsync(string topic, string text, string key) =>
        _history.AppendAsync(topic, new TopicAppend(Message.FromText(text), null, null, key), Wide, default);

    private async Task<string[]> ReadAsync(long after, int limit, int bytes, TopicBounds bounds) =>
        [.. (await _history.ReadAsync("t", after, limit, bytes, bounds, default)).Select(static message => message.Message.GetText())];

    private async Task<TopicRange> RangeAsync(TopicBounds bounds) => await _history.GetRangeAsync("t", bounds, default);
}
