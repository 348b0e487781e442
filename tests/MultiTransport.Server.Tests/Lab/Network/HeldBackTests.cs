using MultiTransport.Server.Lab.Network;

namespace MultiTransport.Server.Tests.Lab.Network;

public sealed class HeldBackTests
{
    [Fact]
    public void Take_OneBehind_EachGoesWithTheNext()
    {
        var held = new HeldBack();
        Assert.Equal("", Take(held, 1, "behind"));
        Assert.Equal("1", Take(held, 2, "behind"));
        Assert.Equal("2", Take(held, 3, "behind"));
        Assert.Equal("3", Take(held, null, "behind", isEnd: true));
    }

    [Fact]
    public void Take_UntilTheEnd_AllGoesAtTheEnd()
    {
        var held = new HeldBack();
        Assert.Equal("", Take(held, 1, "end") + Take(held, 2, "end"));
        Assert.Equal("123", Take(held, 3, "end", isEnd: true));
    }

    [Fact]
    public void Take_WhenTheConditionsChange_WhatWasKeptGoesFirst()
    {
        var held = new HeldBack();
        Assert.Equal("", Take(held, 1, "end") + Take(held, 2, "end"));
        Assert.Equal("12", Take(held, null, "none"));
        Assert.Equal("3", Take(held, 3, "none"));
    }

    [Fact]
    public void Take_FullBuffer_GoesAndFillsAnew()
    {
        var held = new HeldBack();
        Assert.Empty(held.Take(new byte[HeldBack.Capacity], "end", isEnd: false));
        Assert.Equal(HeldBack.Capacity + 1, held.Take(new byte[1], "end", isEnd: false).Sum(piece => piece.Length));
        Assert.Equal("", Take(held, 1, "end"));
    }

    private static string Take(HeldBack held, byte? write, string hold, bool isEnd = false) =>
        string.Concat(held.Take(write is { } number ? [number] : [], hold, isEnd).SelectMany(piece => piece));
}
