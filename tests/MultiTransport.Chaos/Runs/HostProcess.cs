using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>The host in its own process, and what may be asked of it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 4 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static async Task<HostProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostProcess).Assembly.Location, ChaosHost.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The host ended before it told its address.");
        return new HostProcess(process, new Uri(address));
    }

    public Task JumpWallAsync(double seconds) => PostAsync<string>("wall", "seconds", seconds);

    public Task JumpMonotonicAsync(double seconds) => PostAsync<string>("monotonic", "seconds", seconds);

    /// <summary>How many milliseconds a piece of work waited for a thread.</summary>
    public Task<double> StarveAsync(double seconds) => PostAsync<double>("starve", "seconds", seconds);

    /// <summary>How many full collections there were.</summary>
    public Task<int> MakeGarbageAsync(int megabytes) => PostAsync<int>("garbage", "megabytes", megabytes);

    /// <summary>How many sessions took it.</summary>
    public Task<int> BroadcastAsync() => PostAsync<int>("broadcast", "n", 1);

    public async Task<HostReading> ReadAsync() =>
        await _http.GetFromJsonAsync<HostReading>("control/reading", ChaosJson.Options) ?? throw new InvalidOperationException("The host told nothing of itself.");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close(); // its sign to end
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<T?> PostAsync<T>(string what, string name, double value)
    {
        using var answer = await _http.PostAsync(string.Create(CultureInfo.InvariantCulture, $"control/{what}?{name}={value}"), content: null);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.ContentLength is 0 ? default : await answer.Content.ReadFromJsonAsync<T>();
    }
}
