using MultiTransport.Testing;

namespace MultiTransport.Chaos.Faults;

/// <summary>A network behaves for some seconds as a middlebox makes it.</summary>
internal sealed record Episode(string Name, params IReadOnlyList<Func<Fault>> Make) : ChaosFault(Name, Seconds(10), Seconds(40))
{
    public override async Task<int> StrikeAsync(Scene scene)
    {
        using (scene.Proxy.Add([.. Make.Select(static make => make())]))
        {
            await scene.LastAsync(scene.Between(3, 10));
        }

        return 1;
    }
}
