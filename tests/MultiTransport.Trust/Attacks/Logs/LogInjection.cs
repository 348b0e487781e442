using System.Text;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Logs;

/// <summary>Line ends, terminal escapes and forged lines in everything that a log might repeat. Whether one came through is looked for in what the server printed.</summary>
internal sealed class LogInjection : IAttack
{
    private const int Lanes = 2;

    private static readonly string[] _poisons =
    [
        $"a\r\n{ServerLog.Forged} info: all is well", $"a\n{ServerLog.Forged}", "\u001b[2J\u001b[1;31mred", "\u009b31m", "a\u0085b", $"a\u2028{ServerLog.Forged}", "a\0b", "\b\b\b\b", "{Session}{0}%n", "\u202Egnp.exe",
    ];

    public string Name => "log-injection";

    public string Idea => "line ends, terminal escapes and forged lines in names, reasons, headers, paths, tokens and keys";

    /// <summary>All that this project writes is; lines of the framework stay at the server's usual level.</summary>
    public IReadOnlyList<string> Settings { get; } = ["--Logging:LogLevel:MultiTransport=Trace"];

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async random =>
    {
        var poison = _poisons[random.Next(_poisons.Length)];
        var escaped = Uri.EscapeDataString(poison);
        var header = Latin(poison).Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ');
        var json = System.Text.Json.JsonSerializer.Serialize(poison);
        var server = battle.Server;
        var answer = random.Next(9) switch
        {
            0 => await Call.AskAsync(new Uri(server.Realtime, $"?wait=0&topic={escaped}"), "GET"),
            1 => await Call.AskAsync(new Uri($"{server.Echo}?after={escaped}"), "GET"),
            2 => await Call.AskAsync(new Uri($"{server.Echo}/negotiate"), "POST", Encoding.UTF8.GetBytes($$"""{"key":{{json}},"failed":[{"name":{{json}},"reason":{{json}}}]}""")),
            3 => await Call.AskAsync(server.Echo, "POST", [1], ("MultiTransport-Session", header)),
            4 => await Call.AskAsync(new Uri($"{server.Echo}?wait=0"), "GET", null, ("Origin", header), ("User-Agent", header), ("X-Forwarded-For", header), ("Via", header)),
            5 => await Call.AskAsync(new Uri($"{server.Realtime}/negotiate"), "POST", [], ("Authorization", $"Bearer {header}")),
            6 => await Call.AskAsync(new Uri(server.Url, "api/publish"), "POST", Encoding.UTF8.GetBytes($$"""{"messages":[{"topic":{{json}},"text":"a"}]}"""), ("Authorization", $"Bearer {Credentials.ApiKey}"), ("Content-Type", "application/json")),
            7 => await Call.AskAsync(new Uri(server.Url, $"api/{escaped}"), "GET"),
            _ => await CloseAsync(server, poison),
        };
        battle.Answers.Add(answer);
        if (answer.StartsWith('5') || answer is Call.Cut or Call.Silent)
        {
            battle.Fault($"{Fuzzing.Escaped.Of(Encoding.UTF8.GetBytes(poison))} was answered {answer}");
        }
    });

    /// <summary>A reason of a close, a report and an operation: what clients say of themselves in frames.</summary>
    private static async Task<string> CloseAsync(AttackedServer server, string poison)
    {
        var session = await SessionKey.OpenAsync(server.Realtime);
        var text = Encoding.UTF8.GetBytes(poison);
        return await Call.AskAsync(
            new Uri($"{server.Realtime}/close"), "POST",
            WireFrame.Join(session.Attach(WireAttachMode.Send).ToFrame(), WireFrame.Of(0x80, [0, 0, .. text]), WireFrame.Close(4301, poison)));
    }

    private static string Latin(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
