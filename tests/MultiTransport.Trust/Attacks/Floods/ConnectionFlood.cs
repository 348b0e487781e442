using System.Net.Sockets;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Floods;

/// <summary>Connections that are opened and say nothing.</summary>
internal sealed class ConnectionFlood : IAttack
{
    private const int MostOpen = 4_000;

    public string Name => "connections";

    public string Idea => "connections that say nothing, up to 4,000 open at once";

    public async Task RunAsync(Battle battle)
    {
        var open = new List<RawHttp>();
        try
        {
            while (battle.Begins())
            {
                try
                {
                    open.Add(await RawHttp.ConnectAsync(battle.Server.Url));
                    battle.Answers.Add("accepted");
                }
                catch (SocketException)
                {
                    battle.Answers.Add("refused");
                }

                if (open.Count > MostOpen)
                {
                    open[0].Reset();
                    open.RemoveAt(0);
                }
            }
        }
        finally
        {
            open.ForEach(static one => one.Reset());
        }
    }
}
