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
    public static IEnumerable<object[]> Rows => NetworkRows.All.Select(static row => new object[] { ClientRuntimes.DotNet, row.Name });

    [NetworkTheory]
    [MemberData(nameof(Rows))]
    public async Task Doctor_ThroughAProxy_NamesTheCulprit(string client, string network)
    {
        var row = NetworkRows.Named(network);
        await Origins.Instance;
        foreach (var program in row.Programs)
        {
            await ProxyPark.StartAsync(program);
        }

        var proxy = row.ProxyPort is { } port ? new Uri($"http://127.0.0.1:{port}") : null;
        using var line = new ProbeLine(new DoctorArguments(new Uri(row.Url(client), row.DoctorPath), Json: false, Idle: false, Insecure: row.IsTls, proxy), TimeProvider.System);
        var observations = await new Prober(line, idle: false).RunAsync().WithTimeout();
        var diagnosis = Diagnostician.Conclude(observations);

        output.WriteLine(TextReport.Of(observations, diagnosis));
        var expected = DoctorFindings.Of(network);
        Assert.Equal((expected.Transport, string.Join(", ", expected.Culprits)), (diagnosis.Transport, string.Join(", ", diagnosis.Culprits.Select(static culprit => culprit.Id))));
        Assert.Equal(expected.Product, diagnosis.Products.Select(static product => product.Split(" (")[0]).FirstOrDefault(product => product == expected.Product));
        Assert.All(diagnosis.Culprits, static culprit => Assert.NotEmpty(culprit.Evidence));
        Assert.Empty(diagnosis.Unknown);
    }
}
