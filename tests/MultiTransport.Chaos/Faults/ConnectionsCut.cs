using MultiTransport.Testing;

namespace MultiTransport.Chaos.Faults;

/// <summary>Some connections die, whatever they carry.</summary>
internal sealed record ConnectionsCut(CutKind Kind, double Least, double Most) : ChaosFault($"cut by {Kind}", Seconds(Least), Seconds(Most))
{
    private const double MostOfThem = 0.3;

    public override Task<int> StrikeAsync(Scene scene)
    {
        var share = scene.Random.NextDouble() * MostOfThem;
        return Task.FromResult(scene.Proxy.CutAll(Kind, _ => scene.Random.NextDouble() < share));
    }
}
