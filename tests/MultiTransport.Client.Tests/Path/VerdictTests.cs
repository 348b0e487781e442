namespace MultiTransport.Client.Tests;

public sealed class VerdictTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdicts").FullName;
    private readonly ManualTimeProvider _clock = new();
    private readonly Random _random = new(1);

    [Fact]
    public void Failed_Again_HoldsTwiceAsLongUpToTenMinutes()
    {
        var verdicts = new Verdicts(null, _clock, _random);
        var spans = new List<double>();
        for (var failures = 0; failures < 8; failures++)
        {
            verdicts.Failed("sse", "held");
            spans.Add(verdicts.Until(["sse"])!.Value.TotalSeconds);
        }

        double[] expected = [30, 60, 120, 240, 480, 600, 600, 600];
        Assert.All(spans.Zip(expected), pair => Assert.InRange(pair.First, pair.Second * 0.8, pair.Second * 1.2));
    }

    [Fact]
    public void Holds_UntilItsTime_AndAfterwardsTheCountIsKeptUntilForgotten()
    {
        var verdicts = new Verdicts(null, _clock, _random);
        verdicts.Failed("sse", "held");
        Assert.True(verdicts.Holds("sse"));
        Assert.False(verdicts.Holds("stream"));
        _clock.Advance(TimeSpan.FromSeconds(37));
        Assert.False(verdicts.Holds("sse"));
        verdicts.Failed("sse", "held");
        Assert.InRange(verdicts.Until(["sse"])!.Value.TotalSeconds, 48, 72);
        verdicts.Lift("sse");
        Assert.False(verdicts.Holds("sse"));
        verdicts.Forget("sse");
        verdicts.Failed("sse", "held");
        Assert.InRange(verdicts.Until(["sse"])!.Value.TotalSeconds, 24, 36);
    }

    [Fact]
    public void Holds_WallClockSetBack_NotForEver()
    {
        var verdicts = new Verdicts(null, _clock, _random);
        verdicts.Failed("sse", "held");
        _clock.SetUtcNow(_clock.GetUtcNow() - TimeSpan.FromDays(1));
        Assert.False(verdicts.Holds("sse"));
    }

    [Fact]
    public void Use_WhatAnotherProcessWrote_Holds()
    {
        var store = new FileVerdictStore(Path.Combine(_folder, "verdicts.json"));
        var first = new Verdicts(store, _clock, _random);
        first.Use("here", null);
        first.Failed("websocket", "refused");
        var second = new Verdicts(store, _clock, _random);
        second.Use("here", Verdicts.Read(store, "here"));
        Assert.Equal("refused", second.Holding.Single().Reason);
        second.Use("there", Verdicts.Read(store, "there"));
        Assert.Empty(second.Holding);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("""{"here":"no json"}""")]
    [InlineData("""{"here":"[{}]"}""")]
    public void FileVerdictStore_Broken_IsAsIfNothingWereRemembered(string content)
    {
        var path = Path.Combine(_folder, "verdicts.json");
        File.WriteAllText(path, content);
        var store = new FileVerdictStore(path);
        var verdicts = new Verdicts(store, _clock, _random);
        verdicts.Use("here", Verdicts.Read(store, "here"));
        Assert.Empty(verdicts.Holding);
        verdicts.Failed("sse", "late");
        Assert.NotNull(new FileVerdictStore(path).Read("here"));
        Assert.Equal(["verdicts.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void FileVerdictStore_FolderMissing_WritesNothingAndThrowsNothing()
    {
        var store = new FileVerdictStore(Path.Combine(_folder, "missing", "verdicts.json"));
        store.Write("a", "b");
        Assert.Null(store.Read("a"));
    }

    [Fact]
    public async Task FileVerdictStore_ManyWriters_StaysWhole()
    {
        var path = Path.Combine(_folder, "verdicts.json");
        var store = new FileVerdictStore(path);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                store.Write($"key {writer}", $"{turn}");
                Assert.NotNull(store.Read($"key {writer}"));
            }
        }))).WithTimeout();
        Assert.Equal(["49", "49", "49", "49"], Enumerable.Range(0, 4).Select(writer => store.Read($"key {writer}")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
