using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MultiTransport.Client;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The .NET client, in this process.</summary>
internal sealed class DotNetRuntime : IClientRuntime
{
    private static readonly ConcurrentDictionary<string, MemoryVerdictStore> Memories = new();

    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ScenarioClock _clock = new();

    public DotNetRuntime() => TaskScheduler.UnobservedTaskException += (_, unobserved) =>
    {
        var text = unobserved.Exception.ToString();
        if (text.Contains("MultiTransport.Client.", StringComparison.Ordinal))
        {
            _problems.Enqueue(text);
        }
    };

    public string Name => ClientRuntimes.DotNet;

    public bool IsPage => false;

    public Task<bool> AnswersAsync() => Task.FromResult(true);

    public Task<IScenarioClient> ConnectAsync(Uri url, ScenarioOptions? options = null, params IReadOnlyList<ScenarioData> first)
    {
        options ??= new ScenarioOptions();
        try
        {
            return Task.FromResult<IScenarioClient>(new DotNetScenarioClient(url, options, _clock, MemoryOf(options.Memory), first));
        }
        catch (ArgumentException fault)
        {
            return Task.FromException<IScenarioClient>(new ClientFailureException("TypeError", code: null, 0, fault.Message));
        }
    }

    public Task<IReadOnlyList<string>> ProblemsAsync()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var told = new List<string>();
        while (_problems.TryDequeue(out var problem))
        {
            told.Add(problem);
        }

        return Task.FromResult<IReadOnlyList<string>>(told);
    }

    public Task<Leftovers> LeftoversAsync() => Task.FromResult(Leftovers.None with { Timers = _clock.Live });

    public Task<string> AboutAsync() => Task.FromResult(RuntimeInformation.FrameworkDescription);

    public Task SleepAsync(TimeSpan time)
    {
        _clock.Sleep(time);
        return Task.CompletedTask;
    }

    private static MemoryVerdictStore? MemoryOf(string? name) => name is null ? null : Memories.GetOrAdd(name, static _ => new MemoryVerdictStore());
}
