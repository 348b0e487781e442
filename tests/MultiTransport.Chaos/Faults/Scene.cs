using MultiTransport.Chaos.Runs;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Faults;

/// <summary>What a fault can get at: the network before the host, and the host.</summary>
/// <param name="Proxies">In front of the host.</param>
/// <param name="Host">The process under test.</param>
/// <param name="Random">Of one fault alone: no other draws from it.</param>
/// <param name="Stop">Ends a fault that lasts.</param>
internal sealed record Scene(IReadOnlyList<FaultProxy> Proxies, HostProcess Host, Random Random, CancellationToken Stop)
{
    public FaultProxy Proxy => Proxies[Random.Next(Proxies.Count)];

    public double Between(double least, double most) => least + ((most - least) * Random.NextDouble());

    /// <summary>Waits while a fault lasts; a run that ends ends it too.</summary>
    public async Task LastAsync(double seconds)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, Stop);
        }
        catch (OperationCanceledException)
        {
            // the run ends
        }
    }
}
