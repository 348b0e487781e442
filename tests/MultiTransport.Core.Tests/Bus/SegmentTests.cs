namespace MultiTransport.Core.Tests;

public sealed class SegmentTests
{
    private readonly ByteBudget _budget = new(1 << 20);
    private readonly Segment _segment = new();

    [Fact]
    public void TryReserve_NotRented_IsRefused() => Assert.False(_segment.TryReserve(1, out _, out _));

    [Fact]
    public void TryReserve_MoreThanIsLeft_IsRefusedAndTakesNothing()
    {
        _segment.Rent(64, _budget);
        Assert.True(_segment.TryReserve(60, out var first, out var room));
        Assert.Equal((0, 60), (first, room.Length));
        Assert.False(_segment.TryReserve((int)_budget.Used - 59, out _, out _));
        Assert.True(_segment.TryReserve((int)_budget.Used - 60, out var second, out _));
        Assert.Equal(60, second);
    }

    [Fact]
    public void Release_LastReference_ReturnsWhatWasRented()
    {
        _segment.Rent(100, _budget);
        Assert.True(_budget.Used >= 100);
        _segment.TryReserve(10, out _, out _);
        _segment.TryReserve(10, out _, out _);
        _segment.AddReference();
        _segment.Release(_budget);
        _segment.Release(_budget);
        Assert.True(_segment.IsRented);
        _segment.Release(_budget);
        Assert.False(_segment.IsRented);
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public void Rent_AfterItWasFree_BeginsAtItsStart()
    {
        _segment.Rent(32, _budget);
        _segment.TryReserve(32, out _, out _);
        _segment.Release(_budget);
        _segment.Rent(32, _budget);
        Assert.True(_segment.TryReserve(32, out var offset, out _));
        Assert.Equal(0, offset);
        _segment.Release(_budget);
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public void Slice_OfTwoReservations_KeepsThemApart()
    {
        _segment.Rent(32, _budget);
        _segment.TryReserve(3, out var first, out var one);
        one.Fill(1);
        _segment.TryReserve(2, out var second, out var two);
        two.Fill(2);
        Assert.Equal([1, 1, 1], _segment.Slice(first, 3).ToArray());
        Assert.Equal([2, 2], _segment.Slice(second, 2).ToArray());
    }
}
