using System.Collections.Concurrent;
using MultiTransport.AspNetCore.Doctor;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Server.Doctor;
using MultiTransport.Testing;
using Xunit.Abstractions;

namespace MultiTransport.Networks.Tests;

/// <summary>The doctor of the command line through every real proxy: the culprit, the transport, the lines to change.</summary>
[Collection(Networks.Name)]
public class DoctorTests(ITestOutputHelper output)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(Observations Observations, Diagnosis Diagnosis)>>> Runs = new();
    private static readonly SemaphoreSlim Room = new(4); // it times what arrives

    public static IEnumerable<object[]> Rows => NetworkRows.All.Select(static row => new object[] { ClientRuntimes.DotNet, row.Name });

    [NetworkTheory]
    [MemberData(nameof(Rows))]
    public async Task Doctor_ThroughAProxy_NamesTheCulprit(string client, string network)
    {
        foreach (var other in NetworkRows.All.Where(static other => other.Absent(ClientRuntimes.DotNet) is null))
        {
            _ = RunOf(client, other).Value; // it mostly waits
        }

        var (observations, diagnosis) = await RunOf(client, NetworkRows.Named(network)).Value;

        output.WriteLine(TextReport.Of(observations, diagnosis));
        var expected = DoctorFindings.Of(network);
        Assert.Equal((expected.Transport, string.Join(", ", expected.Culprits)), (diagnosis.Transport, string.Join(", ", diagnosis.Culprits.Select(static culprit => culprit.Id))));
        Assert.Equal(expected.Product, diagnosis.Products.Select(static product => product.Split(" (")[0]).FirstOrDefault(product => product == expected.Product));
        Assert.All(diagnosis.Culprits, static culprit => Assert.NotEmpty(culprit.Evidence));
        Assert.Empty(diagnosis.Unknown);
    }

    private static Lazy<Task<(Observations Observations, Diagnosis Diagnosis)>> RunOf(string client, NetworkRow row) =>
        Runs.GetOrAdd(row.Name, _ => new Lazy<Task<(Observations, Diagnosis)>>(() => Task.Run(() => RunAsync(client, row))));

    private static async Task<(Observations Observations, Diagnosis Diagnosis)> RunAsync(string client, NetworkRow row)
    {
        await Origins.Instance;
        foreach (var program in row.Programs)
        {
            await ProxyPark.StartAsync(program);
        }

        await Room.WaitAsync();
        try
        {
            var proxy = row.ProxyPort is { } port ? new Uri($"http://127.0.0.1:{port}") : null;
            using var line = new ProbeLine(new DoctorArguments(row.Url("doctor"), Json: false, Idle: false, Insecure: row.IsTls, proxy), TimeProvider.System);
            var observations = await new Prober(line, idle: false).RunAsync().WithTimeout();
            return (observations, Diagnostician.Conclude(observations));
        }
        finally
        {
            Room.Release();
        }
    }
}
