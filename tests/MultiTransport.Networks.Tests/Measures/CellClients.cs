using System.Collections.Concurrent;
using System.Net;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Measures;

/// <summary>The clients of the matrix: a browser for every proxy that browsers are told of, and one for all rows without. Every row is a new session that remembers nothing.</summary>
internal static class CellClients
{
    private static readonly ConcurrentDictionary<(string Client, int? Proxy), Lazy<Task<IClientRuntime>>> Running = new();

    public static Task<IClientRuntime> OfAsync(string client, NetworkRow row) => OfAsync(client, row.ProxyPort);

    public static Task<IClientRuntime> OfAsync(string client, int? proxy)
    {
        var told = client == ClientRuntimes.DotNet ? null : proxy; // the .NET client is told with each session
        return Running.GetOrAdd((client, told), _ => new Lazy<Task<IClientRuntime>>(() => Task.Run(() => StartAsync(client, told)))).Value;
    }

    /// <summary>What a session in that network is opened with.</summary>
    public static ScenarioOptions OptionsOf(string client, NetworkRow row) => OptionsOf(client, row.ProxyPort);

    public static ScenarioOptions OptionsOf(string client, int? proxy) =>
        client == ClientRuntimes.DotNet && proxy is { } port ? new ScenarioOptions { Handler = HandlerBehind(port) } : new ScenarioOptions();

    private static SocketsHttpHandler HandlerBehind(int port) => new()
    {
        Proxy = new WebProxy("127.0.0.1", port),
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => TestAuthority.Instance.Signed(certificate) },
    };

    /// <summary>What is loaded or compiled at first is not measured: a session to the control host, which no proxy is asked for, comes before.</summary>
    private static async Task<IClientRuntime> StartAsync(string client, int? proxy)
    {
        var network = proxy is null ? RuntimeNetwork.Plain : new RuntimeNetwork { ProxyPort = proxy, AuthorityFile = TestAuthority.Instance.TrustFile };
        var runtime = await ClientRuntimes.StartAsync(client, network);
        var known = new Uri((await ControlHost.Instance).Script, ".");
        var session = await runtime.ConnectAsync(new Uri(known.ToString().TrimEnd('/')), options: null, "warm");
        await session.First[0].WithTimeout();
        await session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == TransportName.WebSocket).WithTimeout();
        await session.CloseAsync().WithTimeout();
        return runtime;
    }
}
