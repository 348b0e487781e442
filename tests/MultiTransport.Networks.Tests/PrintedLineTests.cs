using System.Collections.Concurrent;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;

namespace MultiTransport.Networks.Tests;

/// <summary>Every line of <c>samples/Deployment</c> earns its place: without it, what its comment says is missed, and nothing else.</summary>
[Collection(Networks.Name)]
public class PrintedLineTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Runs = new();

    public static IEnumerable<object[]> Lines => PrintedLine.All.Select(static line => new object[] { ClientRuntimes.DotNet, line.Name });

    [NetworkTheory]
    [MemberData(nameof(Lines))]
    public async Task WithoutTheLine_WhatItIsForIsMissed(string client, string line)
    {
        foreach (var other in PrintedLine.All.Where(static other => other.Program.Missing is null))
        {
            _ = RunOf(client, other).Value; // they mostly wait
        }

        Assert.Equal(PrintedLine.Named(line).Missed, await RunOf(client, PrintedLine.Named(line)).Value);
    }

    private static Lazy<Task<string>> RunOf(string client, PrintedLine line) => Runs.GetOrAdd(line.Name, _ => new Lazy<Task<string>>(() => Task.Run(async () =>
    {
        var origins = await Origins.Instance;
        await ProxyPark.StartAsync(line.Program);
        var url = new Uri($"http://127.0.0.1:{Ports.Of(line.Program.Name)}{line.Path}");
        return await PrintedFacts.MissedAsync(url, origins.EndpointOf(line.Path), await CellClients.OfAsync(client, proxy: null));
    })));
}
