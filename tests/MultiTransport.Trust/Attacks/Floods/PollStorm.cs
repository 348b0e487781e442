using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Floods;

/// <summary>Held polls of a few sessions that overtake one another without a pause.</summary>
internal sealed class PollStorm : IAttack
{
    private const int Lanes = 32;
    private const int PollsASession = 200;

    public string Name => "polls";

    public string Idea => "held polls of one session that overtake one another without a pause, 32 sessions at a time";

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async _ =>
    {
        try
        {
            var session = await SessionKey.OpenAsync(battle.Server.Echo);
            var polls = new List<Task<string>>();
            for (var attempt = 1; attempt <= PollsASession && (attempt == 1 || battle.Begins()); attempt++)
            {
                polls.Add(Call.AskAsync(
                    new Uri($"{battle.Server.Echo}/poll"), "POST", session.Attach(WireAttachMode.Take, attempt, hold: 20_000).ToFrame().ToBytes()));
                if (attempt > 1)
                {
                    await polls[attempt - 2]; // ended by the one after it
                }
            }

            await session.CloseAsync(battle.Server.Echo);
            foreach (var answer in await Task.WhenAll(polls))
            {
                battle.Answers.Add(answer);
                if (answer is not ("200 superseded" or "200 stale" or "200 closed-by-client" or "400 closed-by-client" or "404 session-unknown"))
                {
                    battle.Fault($"a poll was answered {answer}");
                }
            }
        }
        catch (HttpRequestException)
        {
            battle.Answers.Add("no session");
        }
    });
}
