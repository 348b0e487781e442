using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Tests.Checks;

/// <summary>What the checker must find: each planted, alone.</summary>
public class LedgerTests
{
    private readonly Wrongs _wrongs = new();

    [Fact]
    public void Whole_NothingIsWrong()
    {
        Play(1, 2, 3, 4, 5);

        Assert.All(_wrongs.Counts, static row => Assert.Equal(0, row.Value));
        Assert.Empty(_wrongs.Texts);
    }

    [Theory]
    [InlineData(1, new long[] { 1, 2, 4, 5 })]
    [InlineData(2, new long[] { 3, 4, 5 })]
    [InlineData(2, new long[] { 1, 2, 3 })]
    [InlineData(5, new long[] { })]
    public void Loss_IsFoundWherever(int lost, long[] numbers)
    {
        Play(numbers);

        AssertOnly(WrongKind.Lost, lost);
    }

    [Theory]
    [InlineData(1, new long[] { 1, 1, 2, 3, 4, 5 })]
    [InlineData(1, new long[] { 1, 2, 3, 4, 5, 5 })]
    [InlineData(3, new long[] { 1, 2, 3, 1, 2, 3, 4, 5 })]
    public void Duplicate_IsFound(int doubled, long[] numbers)
    {
        Play(numbers);

        AssertOnly(WrongKind.Doubled, doubled);
    }

    [Theory]
    [InlineData(1, new long[] { 1, 3, 2, 4, 5 })]
    [InlineData(2, new long[] { 1, 4, 2, 3, 5 })]
    [InlineData(1, new long[] { 2, 3, 4, 5, 1 })]
    public void Reorder_IsFound_AndIsNoLoss(int late, long[] numbers)
    {
        Play(numbers);

        AssertOnly(WrongKind.OutOfOrder, late);
    }

    [Fact]
    public void OtherBytes_UnderTheSameNumbers_AreFoundAtTheEnd()
    {
        var ledger = new Ledger("flow", _wrongs);
        ledger.Take(1, 11);
        ledger.Take(2, 99);

        ledger.Close(new Tally().Add(11).Add(12));

        AssertOnly(WrongKind.Changed, 1);
    }

    [Fact]
    public void SwappedBytes_AreFoundAtTheEnd()
    {
        var ledger = new Ledger("flow", _wrongs);
        ledger.Take(1, 12);
        ledger.Take(2, 11);

        ledger.Close(new Tally().Add(11).Add(12));

        AssertOnly(WrongKind.Changed, 1);
    }

    [Fact]
    public void ToldGap_IsNoLoss()
    {
        var ledger = new Ledger("flow", _wrongs);
        ledger.Take(1, 11);
        ledger.Excuse(2, 4);
        ledger.Take(5, 15);

        ledger.Close(Sent(5));

        Assert.Equal(3, ledger.Told);
        Assert.Empty(_wrongs.Texts);
    }

    [Fact]
    public void ToldGap_ThatLeavesANumberOut_IsFound()
    {
        var ledger = new Ledger("flow", _wrongs);
        ledger.Take(1, 11);
        ledger.Excuse(3, 4);

        Assert.Equal(1, _wrongs[WrongKind.Contract]);
    }

    [Theory]
    [InlineData(nameof(WrongKind.Lost), new long[] { 3, 9 })]
    [InlineData(nameof(WrongKind.Doubled), new long[] { 3, 5, 5, 9 })]
    [InlineData(nameof(WrongKind.Doubled), new long[] { 3, 9, 5 })]
    [InlineData(nameof(WrongKind.Changed), new long[] { 3, 6, 9 })]
    public void SparseFlow_IsFoundByItsTally(string kind, long[] numbers)
    {
        var ledger = new Ledger("flow", _wrongs, sparse: true);
        foreach (var number in numbers)
        {
            ledger.Take(number, (ulong)number);
        }

        ledger.Close(new Tally().Add(3).Add(5).Add(9));

        Assert.True(_wrongs[Enum.Parse<WrongKind>(kind)] > 0, string.Join("; ", _wrongs.Texts));
    }

    private static Tally Sent(int count) => Enumerable.Range(1, count).Aggregate(new Tally(), static (tally, number) => tally.Add((ulong)number + 10));

    /// <summary>Five were sent, and these came.</summary>
    private void Play(params long[] numbers)
    {
        var ledger = new Ledger("flow", _wrongs);
        foreach (var number in numbers)
        {
            ledger.Take(number, (ulong)number + 10);
        }

        ledger.Close(Sent(5));
    }

    private void AssertOnly(WrongKind kind, int count)
    {
        Assert.Equal(count, _wrongs[kind]);
        Assert.All(_wrongs.Counts.Where(row => row.Key != kind), static row => Assert.Equal(0, row.Value));
    }
}
