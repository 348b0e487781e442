using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ConflatedQueueTests
{
    private readonly ConflatedQueue _queue = new(capacity: 2);

    [Fact]
    public void Full_OfWhatANewerOneOfItsKeyWaitsFor_IsNoLoss()
    {
        Add("a", 1);
        Add("b", 2);
        Assert.Equal("1", Take());
        Add("b", 3);
        Add("c", 4); // the b of the round gives way, and the newer one is there
        Assert.Equal(["3", "4"], [Take(), Take()]);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Full_OfOthers_IsOneLossOfAllThatGaveWay()
    {
        Add("a", 1);
        Add("b", 2);
        Add("c", 3);
        Add("d", 4);
        Assert.Equal(["lost 1-2", "3", "4"], [Take(), Take(), Take()]);
    }

    [Fact]
    public void Clear_LeavesNothing()
    {
        Add("a", 1);
        Add("b", 2);
        Add("c", 3);
        _queue.Clear();
        Assert.Equal(0, _queue.Count);
        Add("d", 4);
        Assert.Equal("4", Take());
    }

    private void Add(string key, long position) => _queue.Add(new SharedMessage(Message.FromText($"{position}")), position, key);

    private string Take()
    {
        var next = _queue.Peek(out var lost);
        _queue.Taken();
        var reader = new FrameReader(next.Frames);
        reader.Read();
        return lost is { } gap ? $"lost {gap.From}-{gap.To}" : System.Text.Encoding.UTF8.GetString(reader.Payload);
    }
}
