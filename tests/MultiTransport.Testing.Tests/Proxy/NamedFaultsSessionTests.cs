using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>Each row with a real server: the transport that it calls the best carries a session, both ways and in order.</summary>
public sealed class NamedFaultsSessionTests
{
    public static IEnumerable<object[]> Carrying => NamedFaults.All.Where(row => row.BestTransport is not null).Select(row => new object[] { row.Name });

    private static readonly Dictionary<string, Lazy<Task>> Runs =
        NamedFaults.All.ToDictionary(static row => row.Name, static row => new Lazy<Task>(() => Task.Run(() => RunAsync(row))));

    [Theory]
    [MemberData(nameof(Carrying))]
    public async Task Row_BestTransport_CarriesASession(string name)
    {
        foreach (var slow in (string[])["one-behind", "first-held", "slow-loris"])
        {
            _ = Runs[slow].Value; // they wait for most of a minute: beside the others
        }

        await Runs[name].Value;
    }

    private static async Task RunAsync(NamedFault row)
    {
        await using var host = await TestHost.StartAsync(
            static builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.Configure<MultiTransportServerOptions>(static server => server.DrainTimeout = TimeSpan.Zero);
            },
            static app => app.MapMultiTransport("/echo", static (session, message) => session.SendAsync(message)));
        await using var proxy = FaultProxy.Start(host.Port);
        row.Apply(proxy);
        await using var client = await NegotiateAsync(proxy.Through(host.Address("echo")));
        await client.UseAsync(row.BestTransport!).WithTimeout();

        for (var i = 0; i < 5; i++)
        {
            client.Post($"message {i}");
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"message {i}", (await client.Messages.ReadAsync().AsTask().WithTimeout()).Text);
        }

        await client.WhenAckedAsync().WithTimeout();
        Assert.Equal(row.BestTransport, client.CurrentTransport);
        Assert.Empty(client.Violations);
    }

    private static async Task<ProtocolClient> NegotiateAsync(Uri address)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ProtocolClient.NegotiateAsync(
                    address, new ProtocolClientOptions { AttachTimeout = TimeSpan.FromSeconds(20), Key = Base64UrlText.NewKey(), Trailing = true }).WithTimeout();
            }
            catch (NegotiateFailedException) when (attempt < 3)
            {
                // The rows that recover do so after three requests.
            }
        }
    }
}
