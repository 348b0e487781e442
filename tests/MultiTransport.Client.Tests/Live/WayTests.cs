using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Client.Tests;

/// <summary>Ways to the server that are not plain TCP: TLS, and an explicit proxy.</summary>
public sealed class WayTests
{
    [Theory]
    [InlineData(TransportNames.WebSocket)]
    [InlineData(TransportNames.ServerSentEvents)]
    [InlineData(TransportNames.LongPolling)]
    public async Task Https_WithACertificateThatTheHandlerTakes_CarriesEachTransport(string transport)
    {
        await using var host = await SecureHostAsync();
        var url = new Uri(host.App.Urls.Single(static address => address.StartsWith("https:", StringComparison.Ordinal)) + "/echo");
        var options = Rig.Options(transport, TransportNames.LongPolling);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        options.HttpMessageHandler = handler;
        await using var session = ClientSession.Connect(url, options);
        await session.ReachAsync(transport);
        await session.SendAsync("secret").WithTimeout();
        Assert.Equal("secret", await session.GetAsyncEnumerator().NextAsync());
    }

    [Fact]
    public async Task Https_WithACertificateThatNobodyVouchesFor_SendsNothing()
    {
        await using var host = await SecureHostAsync();
        var options = Rig.Options();
        options.ConnectTimeout = TimeSpan.FromMilliseconds(500);
        var url = new Uri(host.App.Urls.Single(static address => address.StartsWith("https:", StringComparison.Ordinal)) + "/echo");
        var error = await Assert.ThrowsAsync<SessionException>(() => ClientSession.ConnectAsync(url, options).WithTimeout());
        Assert.Equal("unreachable", error.Code);
        Assert.Empty(host.Services.GetRequiredService<ServerLog>().Sessions);
    }

    [Theory]
    [InlineData(TransportNames.WebSocket, "CONNECT ")]
    [InlineData(TransportNames.LongPolling, "POST http://")]
    public async Task Proxy_ThatTheHandlerNames_CarriesEverything(string transport, string seen)
    {
        await using var rig = await Rig.StartAsync();
        await using var proxy = new ForwardProxy();
        var options = Rig.Options(transport, TransportNames.LongPolling);
        using var handler = new SocketsHttpHandler();
        handler.Proxy = new WebProxy(proxy.Address);
        options.HttpMessageHandler = handler;
        await using var session = ClientSession.Connect(rig.Url, options);
        await session.ReachAsync(transport);
        await session.SendAsync("through").WithTimeout();
        Assert.Equal("through", await session.GetAsyncEnumerator().NextAsync());
        Assert.Contains(proxy.Seen, line => line.StartsWith(seen, StringComparison.Ordinal));
    }

    private static Task<TestHost> SecureHostAsync() => TestHost.StartAsync(
        static builder =>
        {
            builder.Services.AddMultiTransport();
            builder.Services.AddSingleton<ServerLog>();
            builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(Certificate())));
        },
        static app => app.MapMultiTransport<TestHandler>("/echo"));

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
