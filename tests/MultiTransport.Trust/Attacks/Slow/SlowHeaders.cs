using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Slow;

/// <summary>Requests whose head never ends: a byte of another header now and then.</summary>
internal sealed class SlowHeaders : IAttack
{
    public string Name => "slow-headers";

    public string Idea => "requests whose head never ends, a byte a second";

    public Task RunAsync(Battle battle) => Drip.RunAsync(battle, static async server =>
    {
        var raw = await RawHttp.ConnectAsync(server.Url);
        await raw.SendAsync("POST /echo/negotiate HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        return raw;
    });
}
