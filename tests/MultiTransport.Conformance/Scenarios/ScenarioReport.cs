using System.Text;
using System.Text.Json;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Storms;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What was measured, as <c>artifacts/scenario-report.md</c> and <c>.json</c>; written anew with every row, so that a run that ends early has told what it knew.</summary>
internal static class ScenarioReport
{
    private static readonly Lock Gate = new();
    private static readonly List<FirstEcho> Echoes = [];
    private static readonly List<ClientStormReport> Storms = [];

    private static string Folder => Path.Combine(ClientScript.Folder, "..", "..", "artifacts");

    public static void Add(FirstEcho echo)
    {
        lock (Gate)
        {
            Echoes.Add(echo);
            Write();
        }
    }

    public static void Add(ClientStormReport storm)
    {
        lock (Gate)
        {
            Storms.Add(storm);
            Write();
        }
    }

    private static void Write()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "scenario-report.md"), Text());
        File.WriteAllText(Path.Combine(Folder, "scenario-report.json"), JsonSerializer.Serialize(new { Echoes, Storms }, JsonSerializerOptions.Web));
    }

    private static string Summary()
    {
        var one = Echoes.Where(static echo => echo.Exchanges == 1).ToList();
        var more = Echoes.Where(static echo => echo.Exchanges > 1).Select(static echo => echo.Fault).Distinct();
        var slow = one.Where(static echo => echo.Milliseconds > 50).Select(static echo => echo.Fault).Distinct();
        return $"One exchange in {one.Count} of {Echoes.Count(static echo => echo.Exchanges > 0)} rows; more with {string.Join(", ", more.DefaultIfEmpty("none"))}. "
            + $"One exchange that took over 50 ms: {string.Join(", ", slow.DefaultIfEmpty("none"))}.";
    }

    private static string Text()
    {
        var text = new StringBuilder("# Scenario report\n\nBy `tests/run.sh`. Milliseconds from `connect`, on loopback; medians of as many sessions as stand there.\n\n");
        text.Append(Summary()).Append("\n\n");
        text.Append("| client | fault | exchanges to the first echo | ms | sessions | transport in the end | ms to it | WebSocket after ms |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var echo in Echoes.OrderBy(static echo => echo.Fault == FirstEcho.NoFault ? "" : echo.Fault, StringComparer.Ordinal).ThenBy(static echo => echo.Client, StringComparer.Ordinal))
        {
            text.Append($"| {echo.Client} | {echo.Fault} | {echo.Exchanges} | {echo.Milliseconds:0.0} | {echo.Sessions} | {echo.Transport} | {echo.Settled:0} | {echo.WebSocket?.ToString("0") ?? "-"} |\n");
        }

        text.Append("\n## Storms\n\n");
        foreach (var storm in Storms.OrderBy(static storm => storm.Client, StringComparer.Ordinal))
        {
            text.Append($"- {storm}\n");
        }

        return text.ToString();
    }
}
