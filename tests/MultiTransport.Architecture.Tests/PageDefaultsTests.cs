using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiTransport.Protocol;

namespace MultiTransport.Architecture.Tests;

/// <summary>The defaults in PROTOCOL.md are those of fresh options.</summary>
public sealed partial class PageDefaultsTests
{
    private static readonly MultiTransportOptions Fresh = new();

    /// <summary>The first cell of a row, and the quantities in its second one, in bytes and seconds.</summary>
    public static TheoryData<string, double[]> Rows => new()
    {
        { "message payload", [Fresh.MaxMessageBytes] },
        { "frame payload", [MessageFrames.MaxPiece] },
        { "HTTP body, WebSocket message (SDK)", [Fresh.MaxBodyBytes, 8 * 1024] },
        { "downstream log of a session", [Fresh.LogMessages, Fresh.LogBytes] },
        { "upstream window", [Fresh.InboxMessages, Fresh.InboxBytes] },
        { "unanswered requests", [Fresh.MaxRequests] },
        { "attach on a fresh WebSocket", [Fresh.AttachTimeout.TotalSeconds] },
        { "candidate without promote", [Fresh.ProbeTimeout.TotalSeconds] },
        { "write without progress", [Fresh.WriteTimeout.TotalSeconds] },
        { "detached session", [Fresh.Resume.TotalSeconds, Fresh.UnprovenResume.TotalSeconds, Fresh.NegotiateKeyLife.TotalSeconds] },
        { "poll hold", [Fresh.Hold.TotalSeconds] },
        { "negotiate waits for answers", [Fresh.NegotiateWait.TotalSeconds] },
        { "POST waits for its handler", [Fresh.HandlerWait.TotalSeconds] },
        { "negotiate key", [Fresh.NegotiateKeyLife.TotalSeconds] },
    };

    private static string Page => SourceTree.Repository.All.Single(file => file.Path == "clients/PROTOCOL.md").Text;

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_sections_10_and_11_is_the_default(string row, double[] expected)
    {
        var cells = Page[Page.IndexOf("\n## 10.", StringComparison.Ordinal)..].Split('\n').Single(line => line.StartsWith($"| {row} |", StringComparison.Ordinal)).Split('|');
        Assert.Equal(expected, Quantity().Matches(cells[2]).Select(InUnits));
    }

    [Fact]
    public void The_answer_of_section_6_has_the_defaults()
    {
        var section = Page[Page.IndexOf("\n## 6.", StringComparison.Ordinal)..];
        var body = section.Split("```json\n")[1].Split("```")[0];
        var answer = JsonSerializer.Deserialize(body, NegotiateJson.Default.NegotiateResponse)!;
        Assert.Equal((Fresh.Heartbeat.TotalSeconds, Fresh.Hold.TotalSeconds, Fresh.Resume.TotalSeconds), (answer.Heartbeat, answer.Hold, answer.Resume));
        Assert.Equal((Fresh.MaxMessageBytes, MessageFrames.MaxPiece, Fresh.MaxBodyBytes), (answer.Limits.Message, answer.Limits.Frame, answer.Limits.Body));
        Assert.Equal(new FlowLimits { Messages = Fresh.InboxMessages, Bytes = Fresh.InboxBytes }, answer.Limits.Upstream);
        Assert.Equal(new FlowLimits { Messages = Fresh.LogMessages / 2, Bytes = Fresh.LogBytes / 2 }, answer.Limits.Window);
    }

    private static double InUnits(Match quantity) =>
        double.Parse(quantity.Groups[1].Value.Replace(",", ""), CultureInfo.InvariantCulture) * quantity.Groups[2].Value switch
        {
            "KiB" => 1024,
            "MiB" => 1024 * 1024,
            "ms" => 0.001,
            _ => 1,
        };

    [GeneratedRegex(@"([0-9][0-9,.]*) (KiB|MiB|ms|s|messages|each)\b")]
    private static partial Regex Quantity();
}
