using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Slow;

/// <summary>slowhttptest, the public tool, in one of its modes; left out where it is not installed.</summary>
internal sealed partial class SlowHttpTest(string mode, string option) : IAttack
{
    private const string Program = "/usr/bin/slowhttptest";
    private const int Connections = 1_000;

    public string Name => $"slowhttptest-{mode}";

    public string Idea => $"slowhttptest with {option}: {Connections} connections";

    public async Task RunAsync(Battle battle)
    {
        if (!File.Exists(Program))
        {
            battle.Answers.Add($"left out: {Program} is not installed");
            return;
        }

        var connections = Math.Min(Connections, battle.Effort.Count);
        using var tool = Process.Start(new ProcessStartInfo(Program,
        [
            option, "-c", $"{connections}", "-r", "500", "-i", "1", "-p", "3", "-l", $"{Math.Max(1, (int)battle.Effort.Time.TotalSeconds)}",
            "-u", mode == "read" ? battle.Server.Url.ToString() : $"{battle.Server.Echo}/negotiate",
        ])
        { RedirectStandardOutput = true })!;
        var printed = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        for (var index = 0; index < connections; index++)
        {
            battle.Begins();
        }

        foreach (Match state in States().Matches(Colours().Replace(printed, "")).TakeLast(4))
        {
            battle.Answers.Add(state.Groups["state"].Value, int.Parse(state.Groups["count"].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"^(?<state>pending|connected|error|closed):\s*(?<count>\d+)", RegexOptions.Multiline)]
    private static partial Regex States();

    [GeneratedRegex(@"\x1B\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colours();
}
