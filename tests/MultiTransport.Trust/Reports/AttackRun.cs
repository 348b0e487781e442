using System.Text.Json;
using MultiTransport.Trust.Attacks;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Reports;

/// <summary>The command <c>attacks</c>: each attack on a fresh server with fresh probes, one table at the end.</summary>
internal static class AttackRun
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true };

    /// <returns>Whether no attack found a fault.</returns>
    public static async Task<bool> RunAsync(Options options, TextWriter output)
    {
        var attacks = AttackList.All(options.Keep).Where(attack => options.Only.Count == 0 || options.Only.Contains(attack.Name, StringComparer.Ordinal)).ToList();
        if (attacks.Count == 0)
        {
            throw new FormatException($"there is no attack {string.Join(", ", options.Only)}; the command list says what there is");
        }

        var reports = new List<AttackReport>();
        foreach (var attack in attacks)
        {
            var report = await RunAsync(attack, options);
            reports.Add(report);
            Console.Error.WriteLine($"{attack.Name}: {report.Tried} tried, {report.Faults.Count} faults");
        }

        AttackTable.Write(reports, output);
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(reports, _json));
        }

        return reports.All(static report => report.Faults.Count == 0);
    }

    private static async Task<AttackReport> RunAsync(IAttack attack, Options options)
    {
        await using var arena = await Arena.StartAsync(attack.Settings);
        Niceness.StandBack(); // after the server and the probes have started
        await arena.WarmUpAsync();
        return await arena.RunAsync(attack, new Effort(options.Count, options.Time, options.Seed), options.Quiet);
    }
}
