using System.Collections.Concurrent;

namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>The proxies of this run: each is started once, when the first row needs it.</summary>
internal static class ProxyPark
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ProxyProcess>>> Running = new();

    public static Task<ProxyProcess> StartAsync(ProxyProgram program) =>
        Running.GetOrAdd(program.Name, _ => new Lazy<Task<ProxyProcess>>(() => Task.Run(() => ProxyProcess.StartAsync(program)))).Value;

    public static async Task EndAsync()
    {
        foreach (var started in Running.Values.Where(static started => started.IsValueCreated && started.Value.IsCompletedSuccessfully))
        {
            await (await started.Value).EndAsync();
        }

        Running.Clear();
    }
}
