using MultiTransport.Trust.Attacks;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Tests;

/// <summary>One server and its probes for all attacks: what one leaves behind, the next one meets.</summary>
public sealed class ArenaFixture : IAsyncLifetime
{
    private Arena? _arena;

    internal Arena Arena => _arena ?? throw new InvalidOperationException("The arena has not been opened.");

    public async Task InitializeAsync() => _arena = await Arena.StartAsync(AttackList.All().SelectMany(static attack => attack.Settings).Distinct());

    public async Task DisposeAsync()
    {
        if (_arena is not null)
        {
            await _arena.DisposeAsync();
        }
    }
}
