using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Host;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary>What all lanes share: the proxies in front of the host, and where they write down what they saw.</summary>
internal sealed class World(Uri host, IReadOnlyList<FaultProxy> proxies)
{
    public IReadOnlyList<FaultProxy> Proxies => proxies;

    public Tide Tide { get; } = new();

    public Wrongs Wrongs { get; } = new();

    /// <summary>What happened, by the name of the fault.</summary>
    public Totals Faults { get; } = new();

    /// <summary>Messages, by what became of them.</summary>
    public Totals Messages { get; } = new();

    /// <summary>Messages that the .NET client carried, by transport and direction.</summary>
    public Totals Carried { get; } = new();

    public Uri SdkAddress(int lane) => Through(lane, ChaosHost.SdkPath);

    public Uri NativeAddress(int lane) => Through(lane, ChaosHost.NativePath);

    private Uri Through(int lane, string path) => proxies[lane % proxies.Count].Through(new Uri(host, path));
}
