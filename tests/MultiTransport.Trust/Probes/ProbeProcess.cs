using System.Diagnostics;
using System.Text.Json;


namespace MultiTransport.Trust.Probes;

/// <summary>The probes, seen from the attacker's process.</summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ProbeProcess(Process process) => _process = process;

    public static async Task<ProbeProcess> StartAsync(Uri echo)
    {
        var probes = new ProbeProcess(Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ProbeProcess).Assembly.Location, ProbeCommand.Name, "--url", echo.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        try
        {
            return await probes.ReadAsync() == ProbeCommand.Ready ? probes : throw new InvalidOperationException("The probes did not start.");
        }
        catch
        {
            await probes.DisposeAsync();
            throw;
        }
    }

    /// <summary>What they saw since the last time.</summary>
    public Task<ProbeTold> TakeAsync() => AskAsync(ProbeCommand.Take);

    /// <summary>The same, once all that they sent came back, or did not within a minute.</summary>
    public Task<ProbeTold> SettleAsync() => AskAsync(ProbeCommand.Settle);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<ProbeTold> AskAsync(string what)
    {
        await _process.StandardInput.WriteLineAsync(what);
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<ProbeTold>(await ReadAsync())!;
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90)) ?? throw new EndOfStreamException("The probes ended.");
}
