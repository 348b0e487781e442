using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Takeovers;

/// <summary>One user's session at another endpoint, under another user's token, renewed by one, or under a key that was chosen for its victim.</summary>
internal sealed class Hijacking : IAttack
{
    private const int Lanes = 4;

    public string Name => "hijacking";

    public string Idea => "sessions taken to another endpoint, by another user, by renew, or fixed by a chosen negotiate key";

    public Task RunAsync(Battle battle)
    {
        var ann = Credentials.TokenOf("ann");
        var eve = ("Authorization", $"Bearer {Credentials.TokenOf("eve")}");
        return battle.RunAsync(Lanes, async random =>
        {
            var session = await SessionKey.OpenAsync(battle.Server.Realtime, ann);
            var attach = session.Attach(WireAttachMode.Send).ToFrame().ToBytes();
            switch (random.Next(5))
            {
                case 0:
                    await ExpectAsync(battle, "another endpoint", "403 session-foreign", Call.AskAsync(new Uri($"{battle.Server.Echo}/send"), "POST", attach));
                    break;
                case 1:
                    await ExpectAsync(battle, "another user", "403 session-foreign", Call.AskAsync(new Uri($"{battle.Server.Realtime}/send"), "POST", attach, eve));
                    break;
                case 2:
                    var renew = $$$"""{"renew":{"id":"{{{session.IdText}}}","secret":"{{{session.SecretText}}}"}}""";
                    await ExpectAsync(battle, "renew by another user", "403 session-foreign", Call.AskAsync(new Uri($"{battle.Server.Realtime}/negotiate"), "POST", System.Text.Encoding.ASCII.GetBytes(renew), eve));
                    break;
                case 3:
                    await ExpectAsync(
                        battle, "a POST by another user", "403 session-foreign",
                        Call.AskAsync(battle.Server.Realtime, "POST", [(byte)'a'], eve, ("MultiTransport-Session", $"{session.IdText}.{session.SecretText}"), ("MultiTransport-Number", "1")));
                    break;
                default:
                    await FixateAsync(battle, ann, eve);
                    break;
            }

            await ExpectAsync(battle, "its own client afterwards", "200 complete", Call.AskAsync(new Uri($"{battle.Server.Realtime}/send"), "POST", attach));
            await session.CloseAsync(battle.Server.Realtime);
        });
    }

    /// <summary>Two users who negotiate with one key get two sessions.</summary>
    private static async Task FixateAsync(Battle battle, string ann, (string Name, string Value) eve)
    {
        var body = System.Text.Encoding.ASCII.GetBytes($$"""{"key":"{{Base64UrlText.NewKey()}}"}""");
        var address = new Uri($"{battle.Server.Realtime}/negotiate");
        var (_, first) = await RawHttp.OnceAsync(address, "POST", body, ("Authorization", $"Bearer {ann}"));
        var (_, second) = await RawHttp.OnceAsync(address, "POST", body, eve);
        var (_, again) = await RawHttp.OnceAsync(address, "POST", body, eve);
        var same = NegotiateAnswer.Parse(first).Id.AsSpan().SequenceEqual(NegotiateAnswer.Parse(second).Id);
        battle.Answers.Add(same ? "a chosen key: one session for two users" : "a chosen key: a session each");
        if (same || !NegotiateAnswer.Parse(again).Id.AsSpan().SequenceEqual(NegotiateAnswer.Parse(second).Id))
        {
            battle.Fault("a negotiate key that two users send does not give each a session of its own");
        }
    }

    private static async Task ExpectAsync(Battle battle, string what, string expected, Task<string> asking)
    {
        var answer = await asking;
        battle.Answers.Add($"{what}: {answer}");
        if (answer != expected)
        {
            battle.Fault($"{what} was answered {answer}");
        }
    }
}
