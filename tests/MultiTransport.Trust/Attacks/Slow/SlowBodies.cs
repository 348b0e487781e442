using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Slow;

/// <summary>Bodies that announce half a megabyte and come a byte a second.</summary>
internal sealed class SlowBodies : IAttack
{
    public string Name => "slow-bodies";

    public string Idea => "bodies of 500 KB that come a byte a second";

    public Task RunAsync(Battle battle) => Drip.RunAsync(battle, static async server =>
    {
        var raw = await RawHttp.ConnectAsync(server.Url);
        await raw.SendAsync("POST /echo/send HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
        return raw;
    });
}
