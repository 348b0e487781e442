using System.Globalization;
using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Faults;
using MultiTransport.Chaos.Host;
using MultiTransport.Chaos.Host.Counts;
using MultiTransport.Chaos.Lanes;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Runs;

/// <summary>One run: a host, the network before it, the crew, the weather, and the reckoning at the end.</summary>
internal sealed class ChaosRun(ChaosSettings settings, TextWriter output)
{
    private const int Networks = 3;
    private const int RequestsKept = 100;

    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BasePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeyondEveryLife = TimeSpan.FromHours(1);

    public async Task<ChaosReport> RunAsync()
    {
        OpenTasks.Watch();
        using var unobserved = new Unobserved();
        await using var host = await HostProcess.StartAsync();
        await Warmup.RunAsync(host.Address);
        await host.JumpMonotonicAsync(BeyondEveryLife.TotalSeconds);
        var hostBefore = await SettledAsync(host, static reading => reading.Sessions == 0);
        var runBefore = ProcessReading.Take(unobserved);

        var proxies = Enumerable.Range(0, Networks).Select(_ => FaultProxy.Start(host.Address)).ToList();
        var world = new World(host.Address, proxies);
        foreach (var proxy in proxies)
        {
            proxy.RequestsKept = RequestsKept;
            proxy.Faults = FaultTable.Constant(new Random(unchecked(settings.Seed + proxy.Port)), name => world.Faults.Add(name));
            _ = ForgetAsync(proxy);
        }

        var lanes = Crew.Of(world, settings.Sessions, settings.Seed);
        await output.WriteLineAsync($"host {host.Id} on {host.Address}, {lanes.Count} sessions at once, seed {settings.Seed}");
        using var stop = new CancellationTokenSource();
        using var calm = new CancellationTokenSource();
        var start = TimeProvider.System.GetTimestamp();
        var living = Task.WhenAll(lanes.Select(lane => lane.RunAsync(stop.Token)));
        var weather = new Weather(world, host, settings.Seed).RunAsync(calm.Token);
        var moments = await new Watch(world, host, lanes, output).RunAsync(settings.Time);
        await calm.CancelAsync();
        await weather;
        var took = TimeProvider.System.GetElapsedTime(start);

        proxies.ForEach(static proxy => proxy.Faults = []);
        await stop.CancelAsync();
        await EndAsync(living, world, lanes);
        foreach (var proxy in proxies)
        {
            await proxy.DisposeAsync();
        }

        await host.JumpMonotonicAsync(BeyondEveryLife.TotalSeconds); // what vanished without a farewell is over as well
        var hostAfter = await SettledAsync(host, reading => reading.Sessions == 0 && !Verdict.Leaks("", hostBefore.Process, reading.Process).Any());
        var runAfter = await SettledAsync(unobserved, runBefore);
        return new ChaosReport
        {
            Command = string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project tests/MultiTransport.Chaos -- --minutes {settings.Time.TotalMinutes:0.##} --sessions {settings.Sessions}"),
            At = TimeProvider.System.GetUtcNow(),
            Seed = settings.Seed,
            Seconds = took.TotalSeconds,
            Crew = new SortedDictionary<string, int>(lanes.CountBy(static lane => lane.Role).ToDictionary()),
            Messages = world.Messages.All,
            Carried = world.Carried.All,
            Faults = world.Faults.All,
            Wrongs = Together(world.Wrongs, hostAfter),
            WrongTexts = [.. world.Wrongs.Texts, .. hostAfter.WrongTexts],
            Moments = moments,
            Heap = Slope.Of([.. moments.Where(moment => moment.WasQuiet && moment.Seconds >= settings.Time.TotalSeconds / 2).Select(static moment => (TimeSpan.FromSeconds(moment.Seconds), (double)moment.Process.HeapBytes))]),
            HostBefore = hostBefore.Process,
            HostAfter = hostAfter,
            RunBefore = runBefore,
            RunAfter = runAfter,
            RunUnobserved = unobserved.Texts,
            RunTasks = OpenTasks.Names(12),
        };
    }

    /// <summary>The proxy offers every connection to whoever reads them: nobody here does.</summary>
    private static async Task ForgetAsync(FaultProxy proxy)
    {
        await foreach (var _ in proxy.Accepted.ReadAllAsync())
        {
            // gone
        }
    }

    private static async Task EndAsync(Task living, World world, IReadOnlyList<Lane> lanes)
    {
        try
        {
            await living.WaitAsync(EndPatience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            world.Wrongs.Add(WrongKind.Stuck, $"lanes did not end in {EndPatience}: {string.Join(", ", lanes.Where(static lane => !lane.IsQuiet).Select(static lane => lane.Role).CountBy(static role => role))}");
        }
    }

    private static async Task<HostReading> SettledAsync(HostProcess host, Func<HostReading, bool> isSettled)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reading = await host.ReadAsync();
            if (isSettled(reading) || TimeProvider.System.GetElapsedTime(start) > BasePatience)
            {
                return reading;
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    private static async Task<ProcessReading> SettledAsync(Unobserved unobserved, ProcessReading before)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reading = ProcessReading.Take(unobserved);
            if (!Verdict.Leaks("", before, reading).Any() || TimeProvider.System.GetElapsedTime(start) > BasePatience)
            {
                return reading;
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    private static SortedDictionary<string, long> Together(Wrongs run, HostReading host)
    {
        var all = new SortedDictionary<string, long>();
        foreach (var kind in Enum.GetValues<WrongKind>())
        {
            all[kind.ToString()] = run[kind] + host.Wrongs.GetValueOrDefault(kind.ToString());
        }

        return all;
    }
}
