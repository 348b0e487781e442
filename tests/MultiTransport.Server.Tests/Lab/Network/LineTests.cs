using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MultiTransport.Server.Lab.Network;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Lab.Network;

public sealed class LineTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly StringBuilder _arrived = new();
    private readonly SimulatedNetwork _network;
    private readonly Passage _passage;

    public LineTests()
    {
        _network = new SimulatedNetwork(_time);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = _abort.Token });
        _passage = _network.Enter(context)!;
    }

    [Fact]
    public async Task Send_WithADelay_ArrivesAfterItAndNotBefore()
    {
        Assert.Null(_network.Apply(new NetworkConditions(Delay: 100)));
        var line = NewLine();
        var run = line.RunAsync();
        await line.SendAsync("1"u8.ToArray());
        await _time.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal("", _arrived.ToString());

        line.End();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await run.WithTimeout();
        Assert.Equal("1", _arrived.ToString());
    }

    [Fact]
    public async Task Send_WhatLeavesLaterNeverOvertakes()
    {
        Assert.Null(_network.Apply(new NetworkConditions(Delay: 1000)));
        var line = NewLine();
        var run = line.RunAsync();
        await line.SendAsync("1"u8.ToArray());
        await _time.WhenTimerDueInAsync(TimeSpan.FromSeconds(1));
        Assert.Null(_network.Apply(NetworkConditions.Clear));
        await line.SendAsync("2"u8.ToArray()); // has no delay, and waits all the same
        line.End();
        Assert.Equal("", _arrived.ToString());

        _time.Advance(TimeSpan.FromSeconds(1));
        await run.WithTimeout();
        Assert.Equal("12", _arrived.ToString());
    }

    [Fact]
    public async Task Swallow_AfterAHole_StaysMute()
    {
        var line = NewLine();
        await line.SendAsync("1"u8.ToArray());
        Assert.Null(_network.Apply(new NetworkConditions(Swallow: "up")));
        var delivered = new TaskCompletionSource();
        var other = new Line(_passage, conditions => { delivered.TrySetResult(); return conditions.SwallowsUp; }, ArriveAsync);
        var run = other.RunAsync();
        await other.SendAsync("x"u8.ToArray());
        await delivered.Task;
        Assert.Null(_network.Apply(NetworkConditions.Clear));
        await other.SendAsync("y"u8.ToArray());
        other.End();
        await run.WithTimeout();
        Assert.Equal("", _arrived.ToString());

        line.End();
        await line.RunAsync();
        Assert.Equal("1", _arrived.ToString()); // one that lost nothing goes on
    }

    [Fact]
    public async Task Send_MoreThanALineHolds_WaitsUntilThereIsRoomOrItIsCut()
    {
        var line = NewLine();
        var sending = line.SendAsync(new byte[1024 * 1024]).AsTask();
        Assert.False(sending.IsCompleted);

        await _abort.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    public void Dispose()
    {
        _network.Leave(_passage);
        _abort.Dispose();
    }

    private Line NewLine() => new(_passage, static conditions => conditions.SwallowsUp, ArriveAsync);

    private ValueTask ArriveAsync(ReadOnlyMemory<byte> bytes)
    {
        _arrived.Append(Encoding.ASCII.GetString(bytes.Span));
        return ValueTask.CompletedTask;
    }
}
