using MultiTransport.Protocol;
using MultiTransport.Server.Lab;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Lab;

public sealed class LabViewersTests
{
    private readonly LabViewers _viewers = new(new NoMeter(), new ManualTimeProvider());

    [Fact]
    public void Open_BeyondTheBound_IsRefusedUntilOneGoes()
    {
        var all = Enumerable.Range(0, LabLimits.Viewers).Select(_ => _viewers.Open()!).ToArray();
        Assert.Null(_viewers.Open());

        _viewers.Close(all[3]);

        Assert.NotNull(_viewers.Open());
        Assert.Null(_viewers.Open());
    }

    [Fact]
    public void Find_KnowsAViewerByItsTokenWhileItIsOpen()
    {
        var (one, other) = (_viewers.Open()!, _viewers.Open()!);
        Assert.Same(one, _viewers.Find(one.Token));
        Assert.Same(other, _viewers.Find(other.Token));

        _viewers.Close(one);

        Assert.Null(_viewers.Find(one.Token));
        Assert.Null(_viewers.Find(""));
        Assert.Same(other, _viewers.Find(other.Token));
    }

    [Fact]
    public void Grants_UpToTheBoundOfAll()
    {
        Assert.True(_viewers.Grants(LabLimits.BytesPerSecondInAll));
        Assert.False(_viewers.Grants(LabLimits.BytesPerSecondInAll + 1));
    }

    private sealed class NoMeter : IWireMeter
    {
        public bool IsOn => false;

        public IReadOnlyDictionary<string, WireUsage> OfSession(SessionId id) => new Dictionary<string, WireUsage>();

        public IReadOnlyDictionary<string, WireUsage> ByTransport() => new Dictionary<string, WireUsage>();

        public WireUsage Unattributed() => default;

        public IReadOnlyList<WireConnectionUsage> Connections() => [];
    }
}
