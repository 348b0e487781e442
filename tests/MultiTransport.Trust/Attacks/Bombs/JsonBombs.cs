using System.Text;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Bombs;

/// <summary>JSON as deep as a body can hold, numbers with as many digits, objects of one field a thousand times.</summary>
internal sealed class JsonBombs : IAttack
{
    private const int Lanes = 4;
    private const int Most = 500_000; // under the limit of a body, so that the parser sees all of it

    private static readonly byte[][] _bombs =
    [
        Text(new string('[', Most)), Text(string.Concat(Enumerable.Repeat("{\"a\":", Most / 5))), Text($"{{\"x\":{new string('[', 9)}{new string(']', 9)}}}"), Text($"{{\"version\":{new string('9', Most)}}}"),
        Text($"{{\"version\":1e{new string('9', Most)}}}"), Text($"{{\"key\":\"{new string('x', Most)}\"}}"), Text($"{{\"{new string('k', Most)}\":1}}"),
        Text($"{{{string.Join(',', Enumerable.Repeat("\"a\":0", Most / 6))}}}"), Text($"{{\"transports\":[{string.Join(',', Enumerable.Repeat("\"websocket\"", Most / 12))}]}}"),
        Text($"{{\"messages\":[{string.Join(',', Enumerable.Repeat("{\"text\":\"\"}", Most / 12))}]}}"), Text($"{{\"key\":\"{string.Concat(Enumerable.Repeat("\\u0041", Most / 6))}\"}}"),
    ];

    public string Name => "json-bombs";

    public string Idea => "JSON of 500 KB that is all depth, digits, fields or escapes, to negotiate, topics and the API";

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async random =>
    {
        var bomb = _bombs[random.Next(_bombs.Length)];
        var answer = random.Next(3) switch
        {
            0 => await Call.AskAsync(new Uri($"{battle.Server.Echo}/negotiate"), "POST", bomb),
            1 => await Call.AskAsync(
                new Uri(battle.Server.Url, "api/publish"), "POST", bomb, ("Authorization", $"Bearer {Credentials.ApiKey}"), ("Content-Type", "application/json")),
            _ => await OperateAsync(battle.Server, bomb),
        };
        battle.Answers.Add(answer);
        if (!answer.StartsWith('4') && answer is not ("200" or "200 operation-malformed, complete" or "200 fail message-too-large, complete"))
        {
            battle.Fault($"a bomb that begins with {Encoding.ASCII.GetString(bomb, 0, 20)} was answered {answer}");
        }
    });

    private static async Task<string> OperateAsync(AttackedServer server, byte[] bomb)
    {
        var session = await SessionKey.OpenAsync(server.Realtime);
        var answer = await Call.AskAsync(
            new Uri($"{server.Realtime}/poll"), "POST",
            WireFrame.Join([session.Attach(WireAttachMode.Take, hold: 100).ToFrame(), .. WireFrame.Pieces(WireFrameType.Request, WireFrame.Request(1, (byte)'j', bomb).Payload)]));
        await session.CloseAsync(server.Realtime);
        return answer;
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
