using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MultiTransport.Chaos.Host;
using MultiTransport.Chaos.Runs;
using Xunit.Abstractions;

namespace MultiTransport.Chaos.Tests.Runs;

/// <summary>The program itself, where MULTITRANSPORT_CHAOS_SECONDS asks for it (180 for three minutes); MULTITRANSPORT_CHAOS_SESSIONS makes it larger.</summary>
public class ChaosTests(ITestOutputHelper output)
{
    private const int Seconds = 40;
    private const int Sessions = 150;

    /// <summary>What lanes do by themselves; the faults of the table are looked at by the run.</summary>
    private static readonly string[] OfLanes =
        ["switched", "handler threw", "handler stuck", "flood", "reader paused", "client vanished", "POST replayed", "answer repeated"];

    [ChaosFact]
    public async Task Run_LosesDoublesReordersAndLeaksNothing_AndEveryFaultStruck()
    {
        var file = Path.Combine(Path.GetTempPath(), $"multitransport-chaos-{Environment.ProcessId}.json");
        try
        {
            var minutes = Setting(ChaosFactAttribute.Seconds, Seconds) / 60.0;
            var code = await RunAsync(
                "--minutes", minutes.ToString(CultureInfo.InvariantCulture), "--sessions", $"{Setting("MULTITRANSPORT_CHAOS_SESSIONS", Sessions)}", "--out", file);
            var report = JsonSerializer.Deserialize<ChaosReport>(await File.ReadAllTextAsync(file), ChaosJson.Options)!;

            Assert.Empty(report.Failures);
            Assert.Equal(0, code);
            Assert.All(OfLanes, fault => Assert.True(report.Faults.GetValueOrDefault(fault) > 0, $"'{fault}' never happened"));
            Assert.True(report.Messages["lives settled"] >= report.Crew.Values.Sum() / 2, $"{report.Messages["lives settled"]} sessions were compared");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Run_WithAWrongArgument_EndsWithTwo() => Assert.Equal(2, await RunAsync("--minutes", "-1"));

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    private async Task<int> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ChaosRun).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        output.WriteLine($"{await printed}{await errors}");
        return process.ExitCode;
    }
}
