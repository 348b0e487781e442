using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Floods;

/// <summary>A storm of negotiates, each for a session of its own that nothing comes back on.</summary>
internal sealed class SessionFlood : IAttack
{
    private const int Lanes = 16;

    public string Name => "sessions";

    public string Idea => "a storm of negotiates from one address, no session used";

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async _ =>
    {
        try
        {
            await using var raw = await RawHttp.ConnectAsync(battle.Server.Url);
            do
            {
                var answer = await Call.AskAsync(raw, "/echo/negotiate", "POST", []);
                battle.Answers.Add(answer);
                if (answer is not ("200" or "503 too-many-sessions"))
                {
                    battle.Fault($"a negotiate was answered {answer}");
                    return;
                }
            }
            while (battle.Begins());
        }
        catch (System.Net.Sockets.SocketException)
        {
            battle.Answers.Add(Call.Cut);
        }
    });
}
