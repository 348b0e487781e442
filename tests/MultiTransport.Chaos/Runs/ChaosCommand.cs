using System.Text.Json;
using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>The command line: 0 where nothing was lost, doubled, out of order or leaked, 1 where something was, 2 for arguments that cannot be.</summary>
internal static class ChaosCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        ChaosSettings settings;
        try
        {
            settings = ChaosSettings.Parse(arguments);
        }
        catch (ArgumentException fault)
        {
            await errors.WriteLineAsync($"{fault.Message}{Environment.NewLine}{ChaosSettings.Usage}");
            return 2;
        }

        var report = await new ChaosRun(settings, output).RunAsync();
        if (Path.GetDirectoryName(Path.GetFullPath(settings.Out)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await File.WriteAllTextAsync(settings.Out, JsonSerializer.Serialize(report, ChaosJson.Options));
        await output.WriteLineAsync(ReportText.Of(report));
        return report.Failures.Count == 0 ? 0 : 1;
    }
}
