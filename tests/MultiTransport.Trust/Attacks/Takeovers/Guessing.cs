using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Takeovers;

/// <summary>Guesses at the secret of a session whose id is known, by every way in; and at ids.</summary>
internal sealed class Guessing : IAttack
{
    private const int Lanes = 8;

    private static readonly string[] _ways = ["send", "poll", "close", "sse", "stream", "post", "id"];

    public string Name => "guessing";

    public string Idea => "secrets guessed for a session whose id is known, by every way in";

    public async Task RunAsync(Battle battle)
    {
        var victim = await SessionKey.OpenAsync(battle.Server.Echo);
        var own = new Uri($"{battle.Server.Echo}/send");
        await Call.AskAsync(own, "POST", victim.Attach(WireAttachMode.Send).ToFrame().ToBytes()); // a session that nothing came back on ends after 10 s
        await battle.RunAsync(Lanes, async random =>
        {
            var way = _ways[random.Next(_ways.Length)];
            var guess = victim with { Secret = Guess(victim.Secret, random), Id = way == "id" ? Guess(victim.Id, random) : victim.Id };
            var mode = way is "poll" or "sse" or "stream" ? WireAttachMode.Take : WireAttachMode.Send;
            var answer = way == "post"
                ? await Call.AskAsync(battle.Server.Echo, "POST", [(byte)'a'], ("MultiTransport-Session", $"{guess.IdText}.{guess.SecretText}"))
                : await Call.AskAsync(new Uri($"{battle.Server.Echo}/{(way == "id" ? "send" : way)}"), "POST", WireFrame.Join(guess.Attach(mode).ToFrame(), WireFrame.Close(4301)));
            battle.Answers.Add(answer);
            if (answer != (way == "id" ? "404 session-unknown" : "403 secret-wrong"))
            {
                battle.Fault($"a guess by {way} was answered {answer}");
            }
        });

        var after = await Call.AskAsync(own, "POST", victim.Attach(WireAttachMode.Send).ToFrame().ToBytes());
        if (after != "200 complete")
        {
            battle.Fault($"the session whose secret was guessed at is answered {after}");
        }
    }

    /// <summary>Another one: sometimes with a single bit that differs.</summary>
    private static byte[] Guess(byte[] right, Random random)
    {
        var guess = (byte[])right.Clone();
        if (random.Next(2) == 0)
        {
            random.NextBytes(guess.AsSpan(4));
        }

        guess[^1] = (byte)(right[^1] ^ (1 << random.Next(8)));
        return guess;
    }
}
