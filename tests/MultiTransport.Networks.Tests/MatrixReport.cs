using System.Text;
using System.Text.Json;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Rivals;
using MultiTransport.Networks.Tests.Rows;

namespace MultiTransport.Networks.Tests;

/// <summary>
/// What was found, as <c>artifacts/networks-report.md</c>, and as <c>artifacts/networks.json</c> for <c>samples/Comparison -- --networks</c>. Written anew with every cell, so that a
/// run that ends early has told what it knew.
/// </summary>
internal static class MatrixReport
{
    private static readonly Lock Gate = new();
    private static readonly List<CellOutcome> Cells = [];
    private static readonly List<IdleOutcome> Idles = [];

    private static readonly List<RivalOutcome> Others = [];

    private static string Folder => Path.Combine(ClientScript.Folder, "..", "..", "artifacts");

    public static void Add(CellOutcome cell)
    {
        lock (Gate)
        {
            Cells.Add(cell);
            Write();
        }
    }

    public static void Add(RivalOutcome rival)
    {
        lock (Gate)
        {
            Others.Add(rival);
            Write();
        }
    }

    public static void Add(IdleOutcome idle)
    {
        lock (Gate)
        {
            Idles.Add(idle);
            Write();
        }
    }

    private static void Write()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "networks-report.md"), Text());
        File.WriteAllText(Path.Combine(Folder, "networks.json"), JsonSerializer.Serialize(Matrix(), JsonSerializerOptions.Web));
    }

    /// <summary>One entry a network, as the browser saw it; recommended configurations are no networks that somebody meets.</summary>
    private static IEnumerable<object> Matrix() =>
        from row in NetworkRows.All
        where !row.IsDeployment
        let cells = Cells.Where(cell => cell.Network == row.Name)
        let cell = cells.FirstOrDefault(static cell => cell.Client == ClientRuntimes.Chromium) ?? cells.FirstOrDefault()
        where cell is not null
        select new { network = row.Name, transport = cell.Transport, firstMessageMilliseconds = cell.FirstMessage, tried = cell.Tried };

    private static string Summary()
    {
        var connected = Cells.Where(static cell => cell.Transport is not null).ToList();
        var one = connected.Count(static cell => cell.Exchanges == 1);
        var lost = connected.Sum(static cell => cell.LostUp + cell.LostDown);
        var ms = connected.Select(static cell => cell.FirstMessage!.Value).Order().ToList();
        var won = connected.GroupBy(static cell => cell.Transport).OrderByDescending(static won => won.Count()).Select(static won => $"{won.Key} {won.Count()}");
        return ms.Count == 0 ? "Nothing ran." :
            $"{connected.Count} of {Cells.Count} cells connected ({string.Join(", ", won)}); the first echo took one exchange in {one} and {ms[0]:0.0} to {ms[^1]:0.0} ms (median {ms[ms.Count / 2]:0.0}); "
            + $"of {Payload.Count} messages each way {lost} were lost or doubled in all.";
    }

    private static string Text()
    {
        var text = new StringBuilder("# Networks report\n\nReal proxies on loopback, by `tests/MultiTransport.Networks.Tests`. Milliseconds from `connect` by the client's own clock.\n\n");
        text.Append(Summary()).Append("\n\n");
        text.Append("| network | stands for | client | transport | first echo, ms | exchanges | taken after, ms | first WebSocket | lost or doubled of 1,000 up, down | those took, ms |\n");
        text.Append("| --- | --- | --- | --- | ---: | ---: | ---: | --- | ---: | ---: |\n");
        foreach (var (row, cell) in NetworkRows.All.SelectMany(static row => Cells.Where(cell => cell.Network == row.Name), static (row, cell) => (row, cell)))
        {
            text.Append($"| {row.Name} | {row.StandsFor} | {cell.Client} | {cell.Transport ?? $"none: {cell.Refused}"} | {cell.FirstMessage:0.0} | {Exchanges(cell)} | {cell.Settled:0} | ");
            text.Append($"{cell.WebSocket} | {(cell.LostUp is null ? "" : $"{cell.LostUp}, {cell.LostDown}")} | {cell.Traffic:0} |\n");
        }

        if (Idles.Count > 0)
        {
            text.Append("\n## What is silent, or too old, is ended\n\n| network | stands for | client | transports, in order | words lost |\n| --- | --- | --- | --- | ---: |\n");
            foreach (var idle in Idles.OrderBy(static idle => idle.Network, StringComparer.Ordinal))
            {
                text.Append($"| {idle.Network} | {idle.StandsFor} | {idle.Client} | {string.Join(" → ", idle.Path)} | {idle.Lost} |\n");
            }
        }

        if (Others.Count > 0)
        {
            text.Append("\n## Other libraries through the same networks\n\nIn Chromium, from a page of another origin, where SignalR needs preflights.\n\n| network | library | transport | first echo, ms | lost of 1,000 up, down |\n| --- | --- | --- | ---: | ---: |\n");
            foreach (var other in Others.OrderBy(static other => other.Network, StringComparer.Ordinal))
            {
                text.Append($"| {other.Network} | {other.Library} | {other.Transport ?? other.Fate} | {other.FirstMessage:0.0} | {(other.LostUp is null ? "" : $"{other.LostUp}, {other.LostDown}")} |\n");
            }
        }

        return text.ToString();
    }

    private static string Exchanges(CellOutcome cell) => cell.Died > 0 ? $"{cell.Exchanges} (answers lost on purpose: {cell.Died})" : $"{cell.Exchanges}";
}
